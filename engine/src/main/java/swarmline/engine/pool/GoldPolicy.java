package swarmline.engine.pool;

/**
 * How often a hidden gold is mixed in among a worker's tasks.
 *
 * @param every one gold in this many tasks of a worker; 1 in a pool whose tasks are all golds, a
 *     quiz; 0 for none, so that a gold is offered like any other task
 * @param answers how many workers a gold is given to, each once
 * @param feedback whether a worker is told at once which answer is right, as in a training
 */
public record GoldPolicy(Integer every, Integer answers, Boolean feedback) {
  static final int EVERY_MAX = 1_000;
  static final int ANSWERS_DEFAULT = 100;

  /** A gold's history is read as a whole whenever its actor starts. */
  static final int ANSWERS_MAX = 1_000;

  public GoldPolicy {
    every = Require.orElse(every, 0);
    answers = Require.orElse(answers, ANSWERS_DEFAULT);
    Require.between("gold.every", every, 0, EVERY_MAX);
    feedback = Require.orElse(feedback, false);
    Require.between("gold.answers", answers, 1, ANSWERS_MAX);
    Require.that(
        !feedback || every > 0,
        "gold.feedback is for pools that mix golds in: gold.every must be at least 1");
  }

  public GoldPolicy(Integer every) {
    this(every, null, null);
  }

  static GoldPolicy defaults() {
    return new GoldPolicy(null);
  }

  /** Whether golds are given to many workers, each once. */
  public boolean mixes() {
    return every > 0;
  }

  /** Whether golds are kept apart from other tasks, to be mixed in. */
  public boolean apart() {
    return every > 1;
  }
}
