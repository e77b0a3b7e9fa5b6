package swarmline.engine.consensus.crowd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import swarmline.engine.consensus.Aggregate;
import swarmline.engine.consensus.Aggregator;
import swarmline.engine.consensus.Aggregators;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.consensus.Tally;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.pool.AnswerSpec;
import swarmline.engine.pool.ConsensusPolicy.Aggregation;
import swarmline.engine.pool.PoolSpec;

/**
 * A slice of a pool whose answers are counted by weights: a worker's follows from how far its
 * answers agree with what the others on the same task come to, or with the truth of a gold. A task
 * is read by what its workers are known for from the others. An answer more costs as much as its
 * task has answers, squared. Not thread-safe.
 */
public final class WeightedModel implements SliceModel {
  /** The ordinal of no turn. */
  private static final int NONE = 0;

  private final Aggregation aggregation;
  private final AnswerSpec form;
  private final Aggregator aggregator;
  private final Agreements agreements;
  private final Map<Long, Item> items = new HashMap<>();
  private final List<Long> heard = new ArrayList<>();

  /** A task's answers, how far each agreed with the others, and what they came to. */
  private static final class Item {
    private List<CountedAnswer> counted = List.of();
    private List<OptionalDouble> agreed = List.of();
    private String gold;
    private Estimate said;
  }

  /**
   * @param spec of a pool that counts by weights
   */
  public WeightedModel(PoolSpec spec) {
    this.aggregation = spec.consensus().aggregator();
    this.form = spec.answer();
    this.aggregator = Aggregators.of(spec);
    this.agreements = new Agreements(form);
  }

  @Override
  public boolean serves(PoolSpec spec) {
    return spec.consensus().aggregator() == aggregation && spec.answer().equals(form);
  }

  @Override
  public Optional<Estimate> estimate(long task, TaskAnswers answers) {
    Item item = items.get(task);
    if (item == null) {
      if (answers.counted().isEmpty()) {
        return Optional.empty();
      }
      item = new Item();
      items.put(task, item);
      heard.add(task);
    }
    if (!item.counted.equals(answers.counted()) || !Objects.equals(item.gold, answers.gold())) {
      credit(item, -1);
      item.gold = answers.gold();
      item.counted = answers.counted();
      item.agreed = List.of();
      item.said = item.counted.isEmpty() ? null : read(item);
      item.agreed = agreed(item);
      credit(item, 1);
    }
    return Optional.ofNullable(item.said);
  }

  private void credit(Item item, int times) {
    for (int i = 0; i < item.agreed.size(); i++) {
      OptionalDouble agreed = item.agreed.get(i);
      if (agreed.isPresent()) {
        agreements.count(
            item.counted.get(i).worker(), agreed.getAsDouble(), item.gold != null, times);
      }
    }
  }

  private Estimate read(Item item) {
    List<Integer> turns = item.counted.stream().map(CountedAnswer::turn).toList();
    return item.gold == null
        ? Estimate.of(without(item, NONE), turns)
        : new Estimate(item.gold, 1, 1, 0.5, null, turns);
  }

  /** How far each answer agrees with what is held against it; nothing where that is not clear. */
  private List<OptionalDouble> agreed(Item item) {
    List<OptionalDouble> all = new ArrayList<>();
    for (CountedAnswer one : item.counted) {
      String value = item.gold;
      if (value == null) {
        Aggregate others = without(item, one.turn());
        value = others.value() == null || others.tied() ? null : others.value();
      }
      all.add(
          value == null
              ? OptionalDouble.empty()
              : OptionalDouble.of(aggregator.agreement(one.answer(), value)));
    }
    return all;
  }

  private Aggregate without(Item item, int turn) {
    Tally tally = aggregator.tally();
    for (CountedAnswer one : item.counted) {
      if (one.turn() != turn) {
        tally.add(one.answer(), agreements.weight(one.worker()));
      }
    }
    return tally.now();
  }

  @Override
  public Optional<Estimate> now(long task) {
    return Optional.ofNullable(items.get(task))
        .filter(item -> !item.counted.isEmpty())
        .map(this::read);
  }

  @Override
  public WorkerQuality quality(String worker) {
    return agreements.of(worker);
  }

  @Override
  public Estimates estimates(int from, int limit) {
    List<TaskEstimate> some = new ArrayList<>();
    int place = from;
    for (; place < heard.size() && some.size() < limit; place++) {
      Item item = items.get(heard.get(place));
      if (!item.counted.isEmpty()) {
        Estimate now = read(item);
        some.add(
            new TaskEstimate(
                heard.get(place), now.value(), now.confidence(), now.lead(), item.counted.size()));
      }
    }
    return new Estimates(some, place < heard.size() ? place : Estimates.NO_MORE);
  }
}
