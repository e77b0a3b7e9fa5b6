package swarmline.engine.consensus;

/** What follows from a task's answers so far. */
public sealed interface Verdict {

  /**
   * The task has its value.
   *
   * @param value canonical JSON text
   * @param confidence 0 to 1
   */
  record Settled(String value, double confidence) implements Verdict {}

  /** The answers wanted may settle it; wait for them. */
  record Undecided() implements Verdict {}

  /** The answers wanted have not settled it, but more may. */
  record WantsMore(int redundancy) implements Verdict {}

  /**
   * No number of answers up to the maximum can settle it.
   *
   * @param confidence agreement with the leading value, 0 to 1
   */
  record Contested(ContestReason reason, double confidence) implements Verdict {}
}
