package swarmline.engine.quality;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import swarmline.engine.consensus.crowd.Accuracy;
import swarmline.engine.task.Settlement.Verdict;

/**
 * A worker's latest work in a pool, as figures: of its last assignments, at most {@link
 * swarmline.engine.pool.QualityRule#LAST_MAX}, and of its last golds, as many.
 *
 * @param assignments how many there are, recalled ones left out
 * @param medianMillis from lease to answer, the lower middle of those answered; null without any
 * @param golds how many golds were answered
 * @param goldAccuracy how often they are right; each counts a fiftieth less than the one after it
 *     (exponential forgetting), drawn to one half by one right and one wrong answer (Laplace); null
 *     without any
 * @param outcomes how many of the answers are known to be right or wrong, of golds, or to agree
 *     with the outcome of their task or not
 * @param agreement how often they are right or agree, weighed and drawn as golds are; null without
 *     any
 * @param streak answers in a row that are right or agree, however far back; those of which that is
 *     not known are passed over
 * @param repeated share of answers that are the same as the one before; null without any
 * @param rejected share of answers that were rejected; null without any
 * @param skipped share of assignments; null without any
 */
public record RecentWork(
    int assignments,
    Long medianMillis,
    int golds,
    Accuracy goldAccuracy,
    int outcomes,
    Accuracy agreement,
    int streak,
    Double repeated,
    Double rejected,
    Double returned,
    Double skipped,
    Double expired) {

  /** What an older gold counts of the one after it. */
  static final double KEPT = 0.98;

  public static RecentWork of(Standing standing) {
    List<Sign> ended = standing.signs().stream().filter(Sign::endedByWorker).toList();
    List<Sign> answers = ended.stream().filter(Sign::answered).toList();
    return new RecentWork(
        ended.size(),
        answers.isEmpty() ? null : median(answers),
        standing.golds().size(),
        goldAccuracy(standing),
        agreed(standing).size(),
        agreement(standing),
        standing.streak(),
        share(answers, Sign::repeated),
        share(answers, sign -> sign.verdict() == Verdict.REJECTED),
        share(ended, sign -> sign.verdict() == Verdict.RETURNED),
        share(ended, sign -> sign.verdict() == Verdict.SKIPPED),
        share(ended, sign -> sign.verdict() == Verdict.EXPIRED));
  }

  /** How often the last golds are right; null without any. */
  static Accuracy goldAccuracy(Standing standing) {
    return accuracy(standing.golds().stream().map(Sign::right).toList());
  }

  /** How often the last answers of which that is known are right or agree; null without any. */
  static Accuracy agreement(Standing standing) {
    return accuracy(agreed(standing));
  }

  private static List<Boolean> agreed(Standing standing) {
    return standing.signs().stream().map(Sign::agreed).filter(Objects::nonNull).toList();
  }

  private static long median(List<Sign> answers) {
    List<Long> sorted = answers.stream().map(Sign::millis).sorted().toList();
    return sorted.get((sorted.size() - 1) / 2);
  }

  private static Double share(List<Sign> signs, Predicate<Sign> hit) {
    return signs.isEmpty() ? null : (double) signs.stream().filter(hit).count() / signs.size();
  }

  /**
   * @param rights the latest last
   */
  private static Accuracy accuracy(List<Boolean> rights) {
    double right = 0;
    double all = 0;
    for (boolean is : rights) {
      right = right * KEPT + (is ? 1 : 0);
      all = all * KEPT + 1;
    }
    return rights.isEmpty() ? null : Accuracy.of((right + 1) / (all + 2), right, all);
  }
}
