package swarmline.loadtest.audit;

/** One rule that a run must not have broken. */
interface Check {

  /** The invariant of the design that it watches, such as {@code I4}. */
  String invariant();

  /** What it holds the server to, in a sentence. */
  String promise();

  void examine(Evidence evidence, Findings findings);
}
