package swarmline.engine.consensus;

import java.math.BigDecimal;
import swarmline.engine.pool.AnswerSpec;
import swarmline.engine.pool.PoolSpec;

/** Which aggregator a pool's answers are counted by, where they are. */
public final class Aggregators {
  private static final Majority MAJORITY = new Majority();
  private static final LabelMajority LABEL_MAJORITY = new LabelMajority();
  private static final Rover ROVER = new Rover();
  private static final NormalisedText NORMALISED_TEXT = new NormalisedText();

  private Aggregators() {}

  /** The one that the pool names, as it is for the pool's type of answers. */
  public static Aggregator of(PoolSpec pool) {
    return switch (pool.consensus().aggregator()) {
      case MEDIAN, WEIGHTED_MEDIAN -> {
        BigDecimal tolerance = pool.answer().tolerance();
        yield new Median(tolerance == null ? BigDecimal.ZERO : tolerance);
      }
      case NORMALISED_TEXT -> NORMALISED_TEXT;
      case ROVER -> ROVER;
      case BRADLEY_TERRY -> new BradleyTerry(pool.answer().choices());
      case MAJORITY, WEIGHTED_MAJORITY, ONE_COIN, DAWID_SKENE, CROWD -> majority(pool.answer());
    };
  }

  private static Aggregator majority(AnswerSpec answer) {
    return switch (answer.type()) {
      case CHOICES -> LABEL_MAJORITY;
      case BOXES -> new BoxMerge(answer.overlap());
      case CHOICE, TEXT, NUMBER, RANKING, JSON -> MAJORITY;
    };
  }
}
