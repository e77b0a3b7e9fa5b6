package swarmline.engine.consensus.crowd;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A pool's model of its tasks and workers: Dawid and Skene's (1979), estimated incrementally (Neal
 * and Hinton 1998). Each worker's confusion matrix is drawn to one accuracy for all classes and to
 * the crowd's matrix; workers who err alike count as fewer; confidence is heated by how much they
 * do and calibrated on golds.
 *
 * <p>An answer is one estimation of its item. {@link #refine} estimates further items anew, round
 * and round, so that old items learn what later answers say of their workers; its cost does not
 * grow with the pool. The same calls in the same order give the same model.
 *
 * <p>Items and workers are numbered from 0 by the owner, close together; labels are 0 to {@code
 * classes - 1}. Not thread-safe.
 */
public final class CrowdModel {
  /** Pairs of answers after which no further item is estimated in one go. */
  private static final int PAIRS_AT_ONCE = 400;

  private static final double LEAST_PROBABILITY = 1e-30;
  private static final double LEAST_GOLD_WEIGHT = 1e-3;

  /** Beyond rounding: two who contradict each other everywhere are right just by chance. */
  private static final double CHANCE_MARGIN = 1e-4;

  private final int classes;
  private final CrowdSettings settings;
  private final Items items;
  private final Matrices matrices;
  private final PairTable pairs = new PairTable();
  private final Calibration calibration = new Calibration();
  private final Map<Integer, GoldView> golds = new HashMap<>();
  private final Estimation estimation;
  private final double[] shares;

  /** Room to work in: logarithms of the classes' odds to the leading one. */
  private final double[] behind;

  private int nextVisit;

  /** Answers to items that are no golds, and how many of them are held to be right. */
  private double plainAnswers;

  private double plainRight;

  /** Answers to golds. */
  private double goldAnswers;

  /** What is kept of a gold as if it were none, to judge by it how good confidence is. */
  private static final class GoldView {
    /** What it says of each temperature. */
    private final double[] part = Calibration.none();

    /** Probability of each class, had its truth not been told. */
    private float[] belief;

    /** How often each of its answers is counted. */
    private double weight;
  }

  /** Whether this round estimates items by their votes alone. */
  private boolean byVotes;

  /** What golds weigh that are estimated from now on; 1 while they do not belie the crowd. */
  private double goldWeight = 1;

  public CrowdModel(int classes, CrowdSettings settings) {
    if (classes < 2) {
      throw new IllegalArgumentException("at least two classes, not " + classes);
    }
    this.classes = classes;
    this.settings = settings;
    this.items = new Items(classes);
    this.matrices = new Matrices(classes, settings);
    this.estimation = new Estimation(classes, settings);
    this.shares = new double[classes];
    this.behind = new double[classes];
    Arrays.fill(shares, settings.shareStrength());
  }

  public int classes() {
    return classes;
  }

  /** One answer in. A worker answers an item once; the owner sees to that. */
  public void answer(int item, int worker, int label) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException("label " + label + " of " + classes + " classes");
    }
    items.reserve(item);
    matrices.reserve(worker + 1);
    count(item, -1);
    items.add(item, worker, label);
    weigh(item);
    count(item, 1);
    if (settings.dependence()) {
      estimation.pairUp(
          items,
          item,
          belief(item),
          items.answers(item) - 1,
          (one, other, alike, possible) -> {
            int slot = pairs.enter(one, other);
            pairs.addNow(slot, alike, possible);
            if (item < nextVisit) {
              pairs.addNext(slot, alike, possible);
            }
          });
    }
  }

  /** How many answers to an item the model has. */
  public int answers(int item) {
    return item < items.count() ? items.answers(item) : 0;
  }

  /** Who gave an item's answer, the first being 0. */
  public int worker(int item, int answer) {
    return items.worker(item, answer);
  }

  public int label(int item, int answer) {
    return items.label(item, answer);
  }

  /** An answer that counts no longer. */
  public void withdraw(int item, int worker) {
    if (item >= items.count()) {
      return;
    }
    count(item, -1);
    if (items.remove(item, worker)) {
      weigh(item);
    }
    count(item, 1);
  }

  /** The item's truth is known; answers to it tell how good workers and confidence are. */
  public void declareGold(int item, int truth) {
    items.reserve(item);
    count(item, -1);
    if (items.isGold(item) && items.truth(item) != truth) {
      goldWeight = 1;
    }
    items.declare(item, truth);
    weigh(item);
    count(item, 1);
  }

  /**
   * Estimates so many items anew, those first whose turn it is; fewer where they have many answers,
   * at least one.
   */
  public void refine(int visits) {
    int compared = 0;
    for (int i = 0; i < visits && items.count() > 0 && compared < PAIRS_AT_ONCE; i++) {
      if (nextVisit == items.count()) {
        nextVisit = 0;
        pairs.turn();
        turnUpright();
      }
      int answers = items.answers(nextVisit);
      compared += answers * (answers - 1) / 2;
      revisit(nextVisit++);
    }
  }

  /**
   * A crowd is not taken to be worse than chance. Where misleading golds made it so, or the first
   * answers of a crowd many of whom guess, every class is held for another, which agrees with
   * itself and never ends; a round of votes ends it. Golds that belie the crowd would turn it over
   * again: from each such round on they weigh half as much, until one of them is corrected. Where
   * more answers are to golds than to all else, golds are believed.
   */
  private void turnUpright() {
    boolean worse = plainRight * classes < (1 - CHANCE_MARGIN) * plainAnswers;
    byVotes = worse && plainAnswers > goldAnswers;
    if (byVotes) {
      goldWeight = Math.max(goldWeight / 2, LEAST_GOLD_WEIGHT);
    }
  }

  /** Estimates further items as the settings say for each answer. */
  public void refine() {
    refine(settings.revisits());
  }

  private void revisit(int item) {
    if (items.answers(item) == 0) {
      return;
    }
    if (items.isGold(item)) {
      count(item, -1);
      weigh(item);
    } else {
      estimation.weigh(items, item, matrices, pairs, shares);
      count(item, -1);
      adopt(item);
    }
    count(item, 1);
    if (settings.dependence()) {
      estimation.pairUp(
          items,
          item,
          belief(item),
          1,
          (one, other, alike, possible) -> pairs.addNext(pairs.enter(one, other), alike, possible));
    }
  }

  /** Estimates an item that is not counted. */
  private void weigh(int item) {
    if (items.answers(item) == 0) {
      Arrays.fill(items.posterior(item), 0);
      return;
    }
    estimation.weigh(items, item, matrices, pairs, shares);
    adopt(item);
  }

  private void adopt(int item) {
    items.excess(item, estimation.excess());
    float[] posterior = items.posterior(item);
    if (items.isGold(item)) {
      learnFrom(item);
      Arrays.fill(posterior, 0);
      posterior[items.truth(item)] = 1;
    } else if (byVotes) {
      vote(item, posterior);
    } else {
      estimation.normalise(posterior);
    }
  }

  private void vote(int item, float[] posterior) {
    int answers = items.answers(item);
    Arrays.fill(posterior, 0);
    for (int a = 0; a < answers; a++) {
      posterior[items.label(item, a)] += 1f / answers;
    }
  }

  /**
   * How well confidence would have stood this gold, had it not been declared. Other items take part
   * in the matrices that they are judged by, as they are judged; so does this one, for a moment.
   */
  private void learnFrom(int item) {
    estimation.normalise(items.posterior(item));
    GoldView gold = golds.computeIfAbsent(item, one -> new GoldView());
    gold.belief = items.posterior(item).clone();
    gold.weight = goldWeight;
    count(item, 1);
    estimation.weigh(items, item, matrices, pairs, shares);
    calibration.learn(gold.part, estimation.scores(), heat(item), items.truth(item));
    count(item, -1);
  }

  /**
   * Probability of each class as workers who err together are told by. A gold's is as if it were
   * none: its truth would name those who erred on it, discount them there, and so make confidence
   * look better than it is on items whose truth nobody told.
   */
  private float[] belief(int item) {
    GoldView gold = items.isGold(item) ? golds.get(item) : null;
    return gold == null ? items.posterior(item) : gold.belief;
  }

  /** Adds the item to what is known of classes and workers, or takes it out with a sign of -1. */
  private void count(int item, int sign) {
    int answers = items.answers(item);
    if (answers == 0) {
      return;
    }
    float[] posterior = items.posterior(item);
    boolean plain = !items.isGold(item);
    double times = plain ? sign : sign * golds.get(item).weight;
    goldAnswers += plain ? 0 : sign * answers;
    for (int a = 0; a < answers; a++) {
      int label = items.label(item, a);
      matrices.count(items.worker(item, a), label, posterior, times);
      if (plain) {
        plainAnswers += times;
        plainRight += times * posterior[label];
      }
    }
    for (int k = 0; k < classes; k++) {
      shares[k] += times * posterior[k];
    }
  }

  /** What the odds of this item are to be taken to the power of, by the dependence in it. */
  private double heat(int item) {
    double excess = items.excess(item);
    return 1 - settings.heating() * excess / (excess + settings.heatingAt());
  }

  /** What the answers to an item say now; null where there are none. */
  public Reading read(int item) {
    if (item >= items.count() || items.answers(item) == 0) {
      return null;
    }
    float[] posterior = items.posterior(item);
    int first = 0;
    for (int k = 1; k < classes; k++) {
      if (posterior[k] > posterior[first]) {
        first = k;
      }
    }
    double top = Math.log(Math.max(posterior[first], LEAST_PROBABILITY));
    double second = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      behind[k] = Math.log(Math.max(posterior[k], LEAST_PROBABILITY)) - top;
      second = k == first ? second : Math.max(second, behind[k]);
    }
    double heat = heat(item);
    double sharpness = items.isGold(item) ? 1 : calibration.sharpness() * heat;
    double confidence = items.isGold(item) ? 1 : calibration.confidence(behind, heat);
    double lead = 1 / (1 + Math.exp(sharpness * second));
    return new Reading(first, confidence, lead, insight(sharpness), items.answers(item));
  }

  /**
   * How hard an item is for those who answer: the share of its answers that are expected to be
   * wrong, 0 to 1. That of the whole crowd weighs in it as {@link CrowdSettings#abilityStrength()}
   * answers do.
   */
  public double difficulty(int item) {
    double strength = settings.abilityStrength();
    double wrong = strength * (1 - matrices.crowdAccuracy());
    int answers = answers(item);
    for (int a = 0; a < answers; a++) {
      wrong += 1 - items.posterior(item)[items.label(item, a)];
    }
    return Math.min(Math.max(wrong / (answers + strength), 0), 1);
  }

  /** How well a typical answer tells two classes from each other, as confidence is calibrated. */
  private double insight(double sharpness) {
    double right = matrices.crowdAccuracy();
    double odds = right * (classes - 1) / Math.max(1 - right, LEAST_PROBABILITY);
    return Math.max(1 / (1 + Math.pow(odds, -sharpness)), 0.5);
  }

  /** Probability of each class of an item as the model has it, before confidence is calibrated. */
  public float[] posterior(int item) {
    return items.posterior(item).clone();
  }

  /** How often a worker is right; that of the crowd for one who is not known. */
  public Accuracy accuracy(int worker) {
    return matrices.knows(worker)
        ? Accuracy.of(matrices.ability(worker), matrices.right(worker), matrices.answers(worker))
        : Accuracy.of(matrices.crowdAccuracy(), 0, 0);
  }

  /** How many of a worker's answers are expected to be right. */
  public double right(int worker) {
    return matrices.knows(worker) ? matrices.right(worker) : 0;
  }

  /** The truth of a gold; negative where it is none. */
  public int truth(int item) {
    return item < items.count() ? items.truth(item) : -1;
  }

  /** Which class a worker takes for which; null where the worker is not known. */
  Confusion confusion(int worker) {
    if (!matrices.knows(worker)) {
      return null;
    }
    var flat = new double[classes * classes];
    matrices.probabilities(worker, flat);
    var rows = new double[classes][];
    for (int k = 0; k < classes; k++) {
      rows[k] = Arrays.copyOfRange(flat, k * classes, (k + 1) * classes);
    }
    return Confusion.of(matrices.answersByClass(worker), rows);
  }

  /** Bytes of memory, as far as they grow with answers, items, workers and pairs of workers. */
  public long bytes() {
    return items.bytes() + matrices.bytes() + pairs.bytes();
  }
}
