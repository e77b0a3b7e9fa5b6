package swarmline.engine.dispatch;

import java.util.HashMap;
import java.util.Map;

/**
 * The tasks of a slice that are being reopened, one reopening of a task at a time. Meanwhile no
 * record of the task is written: one that came after the catalog has it as open would end it there
 * for good.
 */
final class Reopenings {
  private final Map<Long, Step> steps = new HashMap<>();

  /** How far a reopening is. */
  private enum Step {
    /** The task is asked whether it can be. */
    ASKED,
    /** The catalog is about to have it as open. */
    OPENING,
    /** The task is told to be open. */
    TOLD
  }

  boolean underWay(long number) {
    return steps.containsKey(number);
  }

  /** Whether the catalog has the task as open for it, or is about to. */
  boolean opens(long number) {
    return steps.getOrDefault(number, Step.ASKED) != Step.ASKED;
  }

  /**
   * @return whether no other is under way
   */
  boolean asked(long number) {
    return steps.putIfAbsent(number, Step.ASKED) == null;
  }

  void opening(long number) {
    steps.put(number, Step.OPENING);
  }

  void told(long number) {
    steps.put(number, Step.TOLD);
  }

  /**
   * @return whether one was under way
   */
  boolean over(long number) {
    return steps.remove(number) != null;
  }

  /** The task's actor is gone and will not answer; where it was not its turn, it goes on. */
  void failed(long number) {
    steps.remove(number, Step.ASKED);
    steps.remove(number, Step.TOLD);
  }
}
