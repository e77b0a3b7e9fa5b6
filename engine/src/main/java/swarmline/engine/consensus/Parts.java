package swarmline.engine.consensus;

/** A value of several parts that are decided each by itself: how far answers agree on the least. */
final class Parts {
  private final double all;
  private double votes;
  private double most;
  private double runnerUp;
  private boolean tied;
  private ContestReason conflict;

  /**
   * @param all votes on each part
   */
  Parts(double all) {
    this.all = all;
    this.votes = all;
    this.most = all;
  }

  /**
   * @param its votes of the way that is in the value
   * @param other votes of the strongest other way
   * @param kind in what those differ; may be null
   */
  void add(double its, double other, ContestReason kind) {
    boolean ties = its <= other;
    if (its < votes || (its == votes && other > runnerUp)) {
      votes = its;
      runnerUp = other;
      conflict = tied && !ties ? conflict : kind;
    } else if (ties && !tied) {
      conflict = kind;
    }
    most = Math.min(most, Math.max(its, other));
    tied |= ties;
  }

  Aggregate aggregate(String value, int answers) {
    double second = tied ? Math.max(votes, runnerUp) : runnerUp;
    return new Aggregate(value, votes, most, second, all, answers, conflict);
  }
}
