package swarmline.api.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import swarmline.engine.consensus.crowd.Accuracy;
import swarmline.engine.consensus.crowd.Confusion;
import swarmline.engine.consensus.crowd.WorkerQuality;
import swarmline.engine.dispatch.WorkerReply.Described;
import swarmline.engine.pool.PoolView;
import swarmline.engine.quality.RecentWork;

/**
 * What is known of a worker's work in a pool.
 *
 * @param accuracy how often the worker is right in this pool, as its model has it; null in a pool
 *     that counts answers
 * @param answers how many of the worker's answers that follows from
 * @param golds how many of them are of golds
 * @param goldAccuracy share of those that are right; null where there are none
 * @param confusion a row for each choice, what the worker answers to tasks of which it is right;
 *     null where the pool's model does not know that
 * @param returned share of the worker's assignments in all pools that it gave back; null where it
 *     has none
 */
record QualityView(
    String worker,
    String pool,
    Interval accuracy,
    int answers,
    int golds,
    Double goldAccuracy,
    List<ConfusionRow> confusion,
    Double returned,
    Double skipped,
    Double expired,
    RecentView recent) {

  /**
   * @param quality null in a pool that counts answers
   * @param recent null where the pool does not keep that
   */
  static QualityView of(WorkerQuality quality, RecentWork recent, PoolView pool, Described worker) {
    boolean modelled = quality != null;
    return new QualityView(
        worker.worker().name(),
        pool.id().text(),
        modelled ? Interval.of(quality.accuracy()) : null,
        modelled ? quality.accuracy().answers() : 0,
        modelled ? quality.golds() : 0,
        modelled ? share(quality.goldsRight(), quality.golds()) : null,
        modelled ? ConfusionRow.of(quality.confusion(), pool.spec().answer().choices()) : null,
        share(worker, "returned"),
        share(worker, "skipped"),
        share(worker, "expired"),
        recent == null ? null : RecentView.of(recent));
  }

  private static Double share(Described worker, String verdict) {
    long all = worker.ended().values().stream().mapToLong(Long::longValue).sum();
    return share(worker.ended().getOrDefault(verdict, 0L), all);
  }

  private static Double share(long some, long all) {
    return all == 0 ? null : (double) some / all;
  }

  /**
   * @param answers how many of the worker's answers are expected to be to tasks of which the choice
   *     is right
   * @param answered by choice, how likely the worker is to answer it to such a task
   */
  record ConfusionRow(String truth, double answers, Map<String, Double> answered) {

    /**
     * @param confusion null where it is not known
     */
    static List<ConfusionRow> of(Confusion confusion, List<String> choices) {
      if (confusion == null || confusion.classes() != choices.size()) {
        return null;
      }
      List<ConfusionRow> rows = new ArrayList<>();
      for (int k = 0; k < choices.size(); k++) {
        Map<String, Double> answered = new LinkedHashMap<>();
        for (int l = 0; l < choices.size(); l++) {
          answered.put(choices.get(l), confusion.probabilities().get(k).get(l));
        }
        rows.add(new ConfusionRow(choices.get(k), confusion.answers().get(k), answered));
      }
      return rows;
    }
  }

  /**
   * @param low lower end of the interval that holds it nine times in ten
   */
  record Interval(double mean, double low, double high) {

    static Interval of(Accuracy accuracy) {
      return new Interval(accuracy.mean(), accuracy.low(), accuracy.high());
    }
  }

  /** The latest work of a worker in one pool that keeps it. */
  record RecentView(
      int assignments,
      Double medianSeconds,
      int golds,
      Interval goldAccuracy,
      int outcomes,
      Interval agreement,
      int streak,
      Double repeated,
      Double rejected,
      Double returned,
      Double skipped,
      Double expired) {

    static RecentView of(RecentWork work) {
      return new RecentView(
          work.assignments(),
          work.medianMillis() == null ? null : work.medianMillis() / 1_000.0,
          work.golds(),
          work.goldAccuracy() == null ? null : Interval.of(work.goldAccuracy()),
          work.outcomes(),
          work.agreement() == null ? null : Interval.of(work.agreement()),
          work.streak(),
          work.repeated(),
          work.rejected(),
          work.returned(),
          work.skipped(),
          work.expired());
    }
  }
}
