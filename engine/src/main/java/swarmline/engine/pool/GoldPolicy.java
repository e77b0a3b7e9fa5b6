package swarmline.engine.pool;

/**
 * How often a hidden gold is mixed in among a worker's tasks.
 *
 * @param every one gold in this many tasks of a worker; 0 for none, so that a gold is offered like
 *     any other task
 * @param answers how many workers a gold is given to, each once
 */
public record GoldPolicy(Integer every, Integer answers) {
  static final int EVERY_MIN = 2;
  static final int EVERY_MAX = 1_000;
  static final int ANSWERS_DEFAULT = 100;

  /** A gold's history is read as a whole whenever its actor starts. */
  static final int ANSWERS_MAX = 1_000;

  public GoldPolicy {
    every = Require.orElse(every, 0);
    answers = Require.orElse(answers, ANSWERS_DEFAULT);
    Require.that(
        every == 0 || (every >= EVERY_MIN && every <= EVERY_MAX),
        "gold.every must be 0, or " + EVERY_MIN + " to " + EVERY_MAX);
    Require.between("gold.answers", answers, 1, ANSWERS_MAX);
  }

  public GoldPolicy(Integer every) {
    this(every, null);
  }

  static GoldPolicy defaults() {
    return new GoldPolicy(null);
  }

  /** Whether golds are kept apart from other tasks, and mixed in at a rate. */
  public boolean mixes() {
    return every > 0;
  }
}
