package swarmline.engine.quality;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import swarmline.engine.pool.QualityRule;
import swarmline.engine.task.Settlement.Verdict;

/**
 * What is kept of a worker's work in one pool: its last assignments, and how far each rule has
 * looked. Policy is not in it, so that it follows from what happened alone.
 *
 * @param seen assignments so far
 * @param signs the last of them, oldest first, at most {@link QualityRule#LAST_MAX}
 * @param golds the last of them that are golds, the same
 * @param lastAnswer stands for the last answer; null before the first
 * @param looked by rule, the last assignment that it has acted on
 * @param streak answers in a row that were right, of golds, or agreed with the outcomes of their
 *     tasks, in the order in which that was learned; those of which it is not known neither count
 *     nor end it
 */
public record Standing(
    long seen,
    List<Sign> signs,
    List<Sign> golds,
    Long lastAnswer,
    Map<String, Long> looked,
    int streak) {

  /** Of a worker who has done nothing in the pool. */
  public static final Standing NEW = new Standing(0, List.of(), List.of(), null, Map.of(), 0);

  public Standing {
    signs = signs == null ? List.of() : List.copyOf(signs);
    golds = golds == null ? List.of() : List.copyOf(golds);
    looked = looked == null ? Map.of() : Map.copyOf(looked);
  }

  /**
   * The same after one more assignment ended.
   *
   * @param task number of its task
   */
  public Standing after(long task, Verdict verdict, Observation shown, Instant at) {
    boolean answered = Sign.answered(verdict);
    boolean repeated = answered && lastAnswer != null && lastAnswer.equals(shown.answer());
    Boolean right = answered ? shown.right() : null;
    boolean known = right != null || verdict == Verdict.REJECTED;
    Long learned = known ? nextNews() : null;
    var sign =
        new Sign(seen + 1, verdict, at, shown.millis(), repeated, right, task, null, learned);
    return new Standing(
        seen + 1,
        with(signs, sign),
        right == null ? golds : with(golds, sign),
        answered ? shown.answer() : lastAnswer,
        looked,
        verdict == Verdict.REJECTED ? 0 : streakAfter(right));
  }

  /**
   * The same once the task has an outcome that its answer agrees with, or does not; just the same
   * where its answer is no longer among those kept. What was heard last holds.
   */
  public Standing agreeing(long task, boolean agrees) {
    long now = nextNews();
    List<Sign> next = changed(signs, task, sign -> sign.agreeing(agrees, now));
    return next.equals(signs)
        ? this
        : new Standing(seen, next, golds, lastAnswer, looked, streakOf(next));
  }

  /**
   * @param right null where that is not known
   */
  private int streakAfter(Boolean right) {
    return right == null ? streak : right ? streak + 1 : 0;
  }

  /**
   * The same where what was right of a gold turned out to be wrong, or the other way round: as if
   * it had been known from the start, as far back as signs are kept.
   */
  public Standing corrected(long task, boolean right) {
    UnaryOperator<Sign> correct = sign -> sign.corrected(right);
    List<Sign> next = changed(signs, task, correct);
    return new Standing(
        seen, next, changed(golds, task, correct), lastAnswer, looked, streakOf(next));
  }

  /** Higher than all that was learned of the signs kept. */
  private long nextNews() {
    return 1 + signs.stream().mapToLong(Sign::learnedAt).max().orElse(0);
  }

  /** The streak with other signs in the place of these; what is older than both counts on. */
  private int streakOf(List<Sign> next) {
    boolean reachesBack = lastBreak(next) < 0 && lastBreak(signs) < 0;
    return since(next) + (reachesBack ? Math.max(0, streak - since(signs)) : 0);
  }

  /** When the latest that ends a streak was learned; negative where nothing ends it. */
  private static long lastBreak(List<Sign> signs) {
    return signs.stream()
        .filter(sign -> Boolean.FALSE.equals(sign.inStreak()))
        .mapToLong(Sign::learnedAt)
        .max()
        .orElse(-1);
  }

  /** How many make a streak since then. */
  private static int since(List<Sign> signs) {
    long end = lastBreak(signs);
    return (int)
        signs.stream()
            .filter(sign -> Boolean.TRUE.equals(sign.inStreak()) && sign.learnedAt() > end)
            .count();
  }

  /** The signs with the answer to a task changed. */
  private static List<Sign> changed(List<Sign> signs, long task, UnaryOperator<Sign> change) {
    return signs.stream().map(sign -> sign.isAnswerTo(task) ? change.apply(sign) : sign).toList();
  }

  /** The same where what the rule did with all up to a sign is taken back, as far as it can be. */
  public Standing notActedOn(String rule, long since, long upTo) {
    if (!Long.valueOf(upTo).equals(looked.get(rule))) {
      return this;
    }
    Map<String, Long> next = new HashMap<>(looked);
    next.put(rule, since);
    return new Standing(seen, signs, golds, lastAnswer, next, streak);
  }

  /** The last sign that a rule has acted on, by number; 0 for none. */
  public long looked(String rule) {
    return looked.getOrDefault(rule, 0L);
  }

  /** The same once a rule has acted on all there is. */
  public Standing actedOn(String rule) {
    Map<String, Long> next = new HashMap<>(looked);
    next.put(rule, seen);
    return new Standing(seen, signs, golds, lastAnswer, next, streak);
  }

  private static List<Sign> with(List<Sign> signs, Sign next) {
    int drop = Math.max(0, signs.size() + 1 - QualityRule.LAST_MAX);
    var longer = new ArrayList<>(signs.subList(drop, signs.size()));
    longer.add(next);
    return longer;
  }
}
