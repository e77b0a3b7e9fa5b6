package swarmline.engine.catalog;

import java.util.Set;

/**
 * What dispatch needs to know of a task that is not final, without its payload.
 *
 * @param redundancy answers wanted; null for what the pool says
 * @param touched whether it may have a journal, so that its entity must be asked
 * @param gold whether its truth is known
 */
public record OpenTask(
    long number,
    int priority,
    Integer redundancy,
    Set<String> reservedFor,
    Set<String> unavailableFor,
    boolean touched,
    boolean gold) {

  /** A task whose truth is not known. */
  public OpenTask(
      long number,
      int priority,
      Integer redundancy,
      Set<String> reservedFor,
      Set<String> unavailableFor,
      boolean touched) {
    this(number, priority, redundancy, reservedFor, unavailableFor, touched, false);
  }
}
