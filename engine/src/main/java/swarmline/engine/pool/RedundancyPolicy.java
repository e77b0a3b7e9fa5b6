package swarmline.engine.pool;

/**
 * How many different workers answer each task.
 *
 * @param answers wanted at first, 1 to {@value #MAX}
 * @param max how far consensus may raise it, at least {@code answers}
 */
public record RedundancyPolicy(Integer answers, Integer max) {
  /** Different workers at the most on one task. */
  public static final int MAX = 100;

  public RedundancyPolicy {
    answers = Require.orElse(answers, 1);
    max = Require.orElse(max, answers);
    Require.between("redundancy.answers", answers, 1, MAX);
    Require.that(
        max >= answers && max <= MAX,
        "redundancy.max must be redundancy.answers (" + answers + ") to " + MAX);
  }

  static RedundancyPolicy defaults() {
    return new RedundancyPolicy(null, null);
  }
}
