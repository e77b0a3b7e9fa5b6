package swarmline.engine.consensus.crowd;

import java.util.Arrays;
import swarmline.engine.consensus.Weights;
import swarmline.engine.pool.AnswerSpec;

/**
 * How far each worker's answers agreed with what was held against them, and what that weighs.
 * Workers are numbered from 0, close together. Not thread-safe.
 */
final class Agreements {
  /** Answers that the crowd's agreement weighs in a worker's. */
  private static final double STRENGTH = 4;

  /** Answers that the crowd starts with, and the share of them that agree. */
  private static final double CROWD_STRENGTH = 10;

  private static final double CROWD_AGREEMENT = 0.7;

  /** Different answers, where any may be given. */
  private static final int OPEN_VALUES = 32;

  private static final int FIRST_WORKERS = 16;

  private final int values;
  private Sums[] workers = new Sums[FIRST_WORKERS];
  private final Sums crowd = new Sums();

  private static final class Sums {
    private double agreed;
    private double judged;
    private int golds;
    private double goldsAgreed;

    void add(double agreement, boolean gold, int times) {
      agreed += times * agreement;
      judged += times;
      golds += gold ? times : 0;
      goldsAgreed += gold ? times * agreement : 0;
    }
  }

  Agreements(AnswerSpec form) {
    this.values =
        switch (form.type()) {
          case CHOICE -> form.choices().size();
          case CHOICES -> 2;
          case TEXT, NUMBER, BOXES, RANKING, JSON -> OPEN_VALUES;
        };
  }

  void count(int worker, double agreement, boolean gold, int times) {
    if (worker >= workers.length) {
      workers = Arrays.copyOf(workers, Math.max(worker + 1, 2 * workers.length));
    }
    if (workers[worker] == null) {
      workers[worker] = new Sums();
    }
    workers[worker].add(agreement, gold, times);
    crowd.add(agreement, gold, times);
  }

  /** What an answer of the worker counts now. */
  double weight(int worker) {
    return Weights.of(accuracy(its(worker)), typical(), values);
  }

  /** Null where nothing of the worker's was held against anything. */
  private Sums its(int worker) {
    return worker < workers.length ? workers[worker] : null;
  }

  private double typical() {
    return (crowd.agreed + CROWD_STRENGTH * CROWD_AGREEMENT) / (crowd.judged + CROWD_STRENGTH);
  }

  private double accuracy(Sums its) {
    return its == null ? typical() : (its.agreed + STRENGTH * typical()) / (its.judged + STRENGTH);
  }

  WorkerQuality of(int worker) {
    Sums its = its(worker);
    return its == null
        ? new WorkerQuality(0, 0, typical(), 0, 0, null)
        : new WorkerQuality(
            its.judged,
            its.agreed,
            accuracy(its),
            its.golds,
            (int) Math.round(its.goldsAgreed),
            null);
  }
}
