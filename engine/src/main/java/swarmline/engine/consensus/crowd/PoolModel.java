package swarmline.engine.consensus.crowd;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.pool.ConsensusPolicy.Aggregation;
import swarmline.engine.pool.PoolSpec;

/**
 * A slice of a pool as its crowd model sees it: tasks by their numbers, workers by their names,
 * answers as the pool's choices. Telling it again what it was told changes nothing. Not
 * thread-safe.
 */
public final class PoolModel implements SliceModel {
  private static final int FIRST_TASKS = 16;

  /** Answers that the crowd's accuracy weighs in each worker's, for one coin. */
  static final double ONE_COIN_STRENGTH = 5;

  private final List<String> choices;
  private final Aggregation aggregation;
  private final Map<String, Integer> labels = new HashMap<>();

  /** A tree, which grows without ever moving all it holds. */
  private final Map<Long, Integer> items = new TreeMap<>();

  private final Map<String, Integer> workers = new HashMap<>();
  private final CrowdModel model;

  /** By worker: answers to golds, and those of them that are right. */
  private final Map<Integer, int[]> golds = new HashMap<>();

  private long[] tasks = new long[FIRST_TASKS];

  /** By item, what the answers of an open task came to when the last of them came; else null. */
  private Estimate[] said = new Estimate[FIRST_TASKS];

  private int owed;

  /**
   * @param spec of a pool that weighs answers
   */
  public PoolModel(PoolSpec spec) {
    this.aggregation = spec.consensus().aggregator();
    this.choices = canonical(spec);
    for (int label = 0; label < choices.size(); label++) {
      labels.put(choices.get(label), label);
    }
    this.model = new CrowdModel(choices.size(), settings(aggregation));
  }

  private static List<String> canonical(PoolSpec spec) {
    return spec.answer().choices().stream()
        .map(JsonStringEncoder.getInstance()::quoteAsString)
        .map(escaped -> '"' + new String(escaped) + '"')
        .toList();
  }

  private static CrowdSettings settings(Aggregation aggregation) {
    return switch (aggregation) {
      case ONE_COIN -> CrowdSettings.oneCoin(ONE_COIN_STRENGTH);
      case DAWID_SKENE -> CrowdSettings.dawidSkene();
      case CROWD -> CrowdSettings.standard();
      case MAJORITY,
          WEIGHTED_MAJORITY,
          MEDIAN,
          WEIGHTED_MEDIAN,
          NORMALISED_TEXT,
          ROVER,
          BRADLEY_TERRY ->
          throw new IllegalArgumentException(aggregation + " says not how likely values are");
    };
  }

  @Override
  public boolean serves(PoolSpec spec) {
    return spec.consensus().aggregator() == aggregation && canonical(spec).equals(choices);
  }

  /** Answers that are no choices of the pool say nothing. */
  @Override
  public Optional<Estimate> estimate(long task, TaskAnswers answers) {
    List<CountedAnswer> counted = answers.counted();
    int before = owed;
    int item = itemOf(task, answers);
    if (item < 0) {
      return Optional.empty();
    }
    give(item, counted);
    List<Integer> turns = counted.stream().map(CountedAnswer::turn).toList();
    Estimate last = said[item];
    if (owed == before && last != null && last.turns().equals(turns)) {
      return Optional.of(last);
    }
    Optional<Estimate> now = read(item, turns);
    said[item] = now.orElse(null);
    return now;
  }

  private void give(int item, List<CountedAnswer> counted) {
    List<Integer> givers = new ArrayList<>(counted.size());
    for (CountedAnswer one : counted) {
      Integer label = labels.get(one.answer());
      if (label != null) {
        int worker = workers.computeIfAbsent(one.worker(), name -> workers.size());
        givers.add(worker);
        answer(item, worker, label);
      }
    }
    for (int a = model.answers(item) - 1; a >= 0; a--) {
      if (!givers.contains(model.worker(item, a))) {
        withdraw(item, a);
        owed++;
      }
    }
  }

  @Override
  public void ended(long task, TaskAnswers answers) {
    estimate(task, answers);
    Integer item = items.get(task);
    if (item != null) {
      said[item] = null;
    }
  }

  @Override
  public void open(Set<Long> open) {
    for (int item = 0; item < items.size(); item++) {
      said[item] = open.contains(tasks[item]) ? said[item] : null;
    }
  }

  private int itemOf(long task, TaskAnswers answers) {
    Integer known = items.get(task);
    if (known != null) {
      correct(known, answers);
      return known;
    }
    if (answers.counted().isEmpty()) {
      return -1;
    }
    int item = items.size();
    items.put(task, item);
    if (item == tasks.length) {
      tasks = Arrays.copyOf(tasks, tasks.length * 2);
      said = Arrays.copyOf(said, tasks.length);
    }
    tasks[item] = task;
    if (labels.containsKey(answers.gold())) {
      model.declareGold(item, labels.get(answers.gold()));
    }
    return item;
  }

  /** A gold's truth may be another than before; what its answers came to follows from that. */
  private void correct(int item, TaskAnswers answers) {
    int truth = labels.getOrDefault(answers.gold(), -1);
    if (truth < 0 || truth == model.truth(item)) {
      return;
    }
    score(item, -1);
    model.declareGold(item, truth);
    score(item, 1);
    owed += model.answers(item);
  }

  private void score(int item, int times) {
    for (int a = 0; a < model.answers(item); a++) {
      score(item, model.worker(item, a), model.label(item, a), times);
    }
  }

  private void answer(int item, int worker, int label) {
    for (int a = 0; a < model.answers(item); a++) {
      if (model.worker(item, a) == worker) {
        if (model.label(item, a) == label) {
          return;
        }
        withdraw(item, a);
        break;
      }
    }
    model.answer(item, worker, label);
    score(item, worker, label, 1);
    owed++;
  }

  private void withdraw(int item, int answer) {
    int worker = model.worker(item, answer);
    score(item, worker, model.label(item, answer), -1);
    model.withdraw(item, worker);
  }

  private void score(int item, int worker, int label, int times) {
    if (model.truth(item) >= 0) {
      int[] score = golds.computeIfAbsent(worker, none -> new int[2]);
      score[0] += times;
      score[1] += model.truth(item) == label ? times : 0;
    }
  }

  @Override
  public WorkerQuality quality(String name) {
    int worker = workers.getOrDefault(name, Integer.MAX_VALUE);
    Accuracy accuracy = model.accuracy(worker);
    int[] score = golds.getOrDefault(worker, new int[2]);
    return new WorkerQuality(
        accuracy.answers(),
        model.right(worker),
        accuracy.mean(),
        score[0],
        score[1],
        model.confusion(worker));
  }

  @Override
  public Optional<Estimate> now(long task) {
    return Optional.ofNullable(items.get(task)).flatMap(item -> read(item, List.of()));
  }

  private Optional<Estimate> read(int item, List<Integer> turns) {
    return Optional.ofNullable(model.read(item))
        .map(
            reading ->
                new Estimate(
                    choices.get(reading.label()),
                    reading.confidence(),
                    reading.lead(),
                    reading.insight(),
                    null,
                    turns));
  }

  @Override
  public Estimates estimates(int from, int limit) {
    List<TaskEstimate> some = new ArrayList<>();
    int item = from;
    for (; item < items.size() && some.size() < limit; item++) {
      Reading reading = model.read(item);
      if (reading != null) {
        some.add(
            new TaskEstimate(
                tasks[item],
                choices.get(reading.label()),
                reading.confidence(),
                reading.lead(),
                model.difficulty(item),
                reading.answers()));
      }
    }
    return new Estimates(some, item < items.size() ? item : Estimates.NO_MORE);
  }

  @Override
  public void learn() {
    for (; owed > 0; owed--) {
      model.refine();
    }
  }
}
