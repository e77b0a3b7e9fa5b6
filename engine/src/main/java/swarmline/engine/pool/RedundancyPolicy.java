package swarmline.engine.pool;

/**
 * How many different workers answer each task.
 *
 * @param answers wanted at first, 1 to {@value #MAX}
 * @param max how far consensus may raise it, at least {@code answers}
 * @param trusted whose answer alone is enough; null for nobody's
 */
public record RedundancyPolicy(Integer answers, Integer max, TrustPolicy trusted) {
  /** Different workers at the most on one task. */
  public static final int MAX = 100;

  public RedundancyPolicy {
    answers = Require.orElse(answers, 1);
    max = Require.orElse(max, answers);
    Require.between("redundancy.answers", answers, 1, MAX);
    Require.that(
        max >= answers && max <= MAX,
        "redundancy.max must be redundancy.answers (" + answers + ") to " + MAX);
    Require.that(
        trusted == null || answers > 1,
        "redundancy.trusted is for redundancy.answers of at least 2: one answer is enough already");
  }

  /** Where nobody's answer alone is enough. */
  public RedundancyPolicy(Integer answers, Integer max) {
    this(answers, max, null);
  }

  static RedundancyPolicy defaults() {
    return new RedundancyPolicy(null, null);
  }
}
