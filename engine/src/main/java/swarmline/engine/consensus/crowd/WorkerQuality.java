package swarmline.engine.consensus.crowd;

/**
 * What a pool's model knows of a worker; what several slices know adds up.
 *
 * @param answers how many of the worker's answers it follows from, those counting less that fade
 * @param right how many of them the model expects to be right
 * @param mean the worker's accuracy, 0 to 1, drawn to the crowd's where there are few answers
 * @param golds how many of its answers are of golds
 * @param goldsRight how many of those are right
 * @param confusion which class the worker takes for which; null where that is not known, and while
 *     slices have models of different choices
 */
public record WorkerQuality(
    double answers, double right, double mean, int golds, int goldsRight, Confusion confusion) {
  /** Of a worker of whom no slice has been asked. */
  public static final WorkerQuality UNKNOWN = new WorkerQuality(0, 0, 0, 0, 0, null);

  /** What two slices know together. */
  public WorkerQuality plus(WorkerQuality other) {
    double all = answers + other.answers;
    double weighed = all == 0 ? Math.max(mean, other.mean) : sum(other) / all;
    return new WorkerQuality(
        all,
        right + other.right,
        weighed,
        golds + other.golds,
        goldsRight + other.goldsRight,
        together(confusion, other.confusion));
  }

  private static Confusion together(Confusion one, Confusion other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.classes() == other.classes() ? one.plus(other) : null;
  }

  private double sum(WorkerQuality other) {
    return answers * mean + other.answers * other.mean;
  }

  public Accuracy accuracy() {
    return Accuracy.of(mean, right, answers);
  }
}
