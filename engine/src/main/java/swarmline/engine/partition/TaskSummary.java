package swarmline.engine.partition;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.consensus.TaskAnswers;

/**
 * A task as its partition needs to see it.
 *
 * @param redundancy answers wanted, where the task's definition or history says so; null for what
 *     the pool says
 * @param taken slots taken: live leases and counted answers
 * @param excluded names of workers it would refuse: those who have it, answered it or gave it back
 * @param live its live leases
 * @param nextLook when the clock next has something to say; null for never
 * @param ended whether it has its outcome
 * @param reservedFor names of the only workers it may be offered to; empty for anyone
 * @param unavailableFor names of workers it is never offered to
 * @param idle whether nothing of it is live or outstanding, so that its actor may stop
 * @param gold whether its truth is known
 * @param answers its counted answers, where the pool weighs them; null where it counts them
 */
public record TaskSummary(
    long number,
    int priority,
    Integer redundancy,
    int taken,
    List<String> excluded,
    List<LiveLease> live,
    Instant nextLook,
    boolean ended,
    boolean idle,
    Set<String> reservedFor,
    Set<String> unavailableFor,
    boolean gold,
    TaskAnswers answers) {

  /** The same, but the clock has something to say then. */
  public TaskSummary lookAt(Instant at) {
    return new TaskSummary(
        number,
        priority,
        redundancy,
        taken,
        excluded,
        live,
        at,
        ended,
        idle,
        reservedFor,
        unavailableFor,
        gold,
        answers);
  }

  /** The task as the catalog has it while it is open; it has been at work. */
  public OpenTask asOpen() {
    return new OpenTask(number, priority, redundancy, reservedFor, unavailableFor, true, gold);
  }

  /**
   * @param request of the claim that got it; may be null
   */
  public record LiveLease(int ordinal, String worker, String request) {}
}
