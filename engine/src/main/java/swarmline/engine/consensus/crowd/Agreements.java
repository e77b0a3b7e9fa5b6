package swarmline.engine.consensus.crowd;

import java.util.Arrays;
import swarmline.engine.consensus.Weights;
import swarmline.engine.pool.AnswerSpec;

/**
 * How far each worker's answers agreed with what was held against them, and what that weighs.
 *
 * <p>Old answers fade: a worker's are counted in blocks of {@value #HALF_LIFE}, and whenever a
 * block is full, all that came before counts half as much. So no worker is known by more than twice
 * that many answers, and sums are of whole parts of powers of two: what an answer added is taken
 * away again to the last bit, however old it is by then (up to some thirty blocks; beyond, less
 * than a billionth is left). What the crowd is known by is the sum of that.
 *
 * <p>Workers are numbered from 0, close together. Not thread-safe.
 */
final class Agreements {
  /** Answers that the crowd's agreement weighs in a worker's. */
  private static final double STRENGTH = 4;

  /** Answers that the crowd starts with, and the share of them that agree. */
  private static final double CROWD_STRENGTH = 10;

  private static final double CROWD_AGREEMENT = 0.7;

  /** Different answers, where any may be given. */
  private static final int OPEN_VALUES = 32;

  /**
   * Answers of a worker after which what it did before counts half: so many tell eight right in ten
   * from seven; more, and one who turns bad would keep a good name for thousands of answers.
   */
  static final int HALF_LIFE = 200;

  private static final int FIRST_WORKERS = 16;

  private final int values;
  private Worker[] workers = new Worker[FIRST_WORKERS];
  private final Sums crowd = new Sums();

  private static final class Sums {
    private double agreed;
    private double judged;

    void add(double agreement, double times) {
      agreed += times * agreement;
      judged += times;
    }
  }

  private static final class Worker {
    private final Sums sums = new Sums();

    /** Answers that were ever held against anything. */
    private int answers;

    /** Golds among them that count, and how far they agreed: these do not fade. */
    private int golds;

    private double goldsAgreed;

    int block() {
      return Math.max(answers - 1, 0) / HALF_LIFE;
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

  /**
   * An answer of the worker is about to be counted for the first time.
   *
   * @return the block that it is in for good
   */
  int enter(int worker) {
    if (worker >= workers.length) {
      workers = Arrays.copyOf(workers, Math.max(worker + 1, 2 * workers.length));
    }
    if (workers[worker] == null) {
      workers[worker] = new Worker();
    }
    Worker its = workers[worker];
    int before = its.block();
    its.answers++;
    if (its.block() > before) {
      fade(its.sums);
    }
    return its.block();
  }

  private void fade(Sums sums) {
    sums.agreed /= 2;
    sums.judged /= 2;
    crowd.agreed -= sums.agreed;
    crowd.judged -= sums.judged;
  }

  /**
   * Counts an answer, or takes it away again.
   *
   * @param block that it was entered in
   * @param agreement a whole number of 1024ths
   * @param times 1 or -1
   */
  void count(int worker, int block, double agreement, boolean gold, int times) {
    Worker its = workers[worker];
    double faded = Math.scalb((double) times, block - its.block());
    its.sums.add(agreement, faded);
    crowd.add(agreement, faded);
    its.golds += gold ? times : 0;
    its.goldsAgreed += gold ? times * agreement : 0;
  }

  /** What an answer of the worker counts now. */
  double weight(int worker) {
    Worker its = its(worker);
    return Weights.of(its == null ? typical() : accuracy(its.sums), typical(), values);
  }

  /** Null where nothing of the worker's was held against anything. */
  private Worker its(int worker) {
    return worker < workers.length ? workers[worker] : null;
  }

  private double typical() {
    return (crowd.agreed + CROWD_STRENGTH * CROWD_AGREEMENT) / (crowd.judged + CROWD_STRENGTH);
  }

  private double accuracy(Sums its) {
    return (its.agreed + STRENGTH * typical()) / (its.judged + STRENGTH);
  }

  WorkerQuality of(int worker) {
    Worker its = its(worker);
    return its == null
        ? new WorkerQuality(0, 0, typical(), 0, 0, null)
        : new WorkerQuality(
            its.sums.judged,
            its.sums.agreed,
            accuracy(its.sums),
            its.golds,
            (int) Math.round(its.goldsAgreed),
            null);
  }
}
