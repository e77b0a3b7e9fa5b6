package swarmline.engine.quality;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import swarmline.engine.pool.QualityRule;
import swarmline.engine.task.Settlement.Verdict;

/** Whether a pool's rules apply to a worker, by what is kept of its work there. Pure. */
public final class RuleCheck {

  /**
   * A rule that applies.
   *
   * @param hits how many it found
   * @param of among how many
   */
  public record Finding(QualityRule rule, int hits, int of) {}

  private RuleCheck() {}

  /** The rules that apply now, in their order. */
  public static List<Finding> findings(List<QualityRule> rules, Standing standing, Instant now) {
    return rules.stream().flatMap(rule -> finding(rule, standing, now).stream()).toList();
  }

  /**
   * Whether a rule that looks at golds still applies as it did, by what is known of the same signs
   * now that truths of golds were corrected; so it is taken to where not all of them are kept.
   *
   * @param since the last sign that it did not look at
   * @param upTo the last one that it looked at
   * @param at when it applied
   */
  public static boolean stillApplies(
      QualityRule rule, Standing standing, long since, long upTo, Instant at) {
    List<Sign> signs = signs(rule, standing);
    boolean forgotten = signs.size() == QualityRule.LAST_MAX && signs.get(0).number() > since + 1;
    return forgotten || finding(rule, signs, since, upTo, at).isPresent();
  }

  private static Optional<Finding> finding(QualityRule rule, Standing standing, Instant now) {
    return finding(rule, signs(rule, standing), standing.looked(rule.name()), Long.MAX_VALUE, now);
  }

  private static List<Sign> signs(QualityRule rule, Standing standing) {
    return rule.collect().onGolds() ? standing.golds() : standing.signs();
  }

  private static Optional<Finding> finding(
      QualityRule rule, List<Sign> signs, long since, long upTo, Instant now) {
    int of = 0;
    int hits = 0;
    for (int i = signs.size() - 1; i >= 0 && of < rule.last(); i--) {
      Sign sign = signs.get(i);
      if (sign.number() <= since || tooOld(rule, sign, now)) {
        break;
      }
      if (sign.number() <= upTo && concerns(rule, sign)) {
        of++;
        hits += hit(rule, sign) ? 1 : 0;
      }
    }
    return hits > 0 && rule.appliesAt(hits, of)
        ? Optional.of(new Finding(rule, hits, of))
        : Optional.empty();
  }

  private static boolean tooOld(QualityRule rule, Sign sign, Instant now) {
    return rule.withinSeconds() != null
        && !sign.at().plusSeconds(rule.withinSeconds()).isAfter(now);
  }

  private static boolean concerns(QualityRule rule, Sign sign) {
    return switch (rule.collect()) {
      case FAST_ANSWERS, REPEATED_ANSWERS, REJECTED_ANSWERS -> sign.answered();
      case DISAGREEMENTS -> sign.agreed() != null;
      case SKIPS, RETURNS, EXPIRIES -> sign.endedByWorker();
      case WRONG_GOLDS, RIGHT_GOLDS -> true;
    };
  }

  private static boolean hit(QualityRule rule, Sign sign) {
    return switch (rule.collect()) {
      case FAST_ANSWERS -> sign.millis() < rule.seconds() * 1_000;
      case REPEATED_ANSWERS -> sign.repeated();
      case REJECTED_ANSWERS -> sign.verdict() == Verdict.REJECTED;
      case DISAGREEMENTS -> !sign.agreed();
      case SKIPS -> sign.verdict() == Verdict.SKIPPED;
      case RETURNS -> sign.verdict() == Verdict.RETURNED;
      case EXPIRIES -> sign.verdict() == Verdict.EXPIRED;
      case WRONG_GOLDS -> !sign.right();
      case RIGHT_GOLDS -> sign.right();
    };
  }
}
