package swarmline.engine.consensus.crowd;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import swarmline.engine.consensus.Aggregate;
import swarmline.engine.consensus.Aggregator;
import swarmline.engine.consensus.Aggregators;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.consensus.Poll;
import swarmline.engine.consensus.Tally;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.pool.AnswerSpec;
import swarmline.engine.pool.ConsensusPolicy.Aggregation;
import swarmline.engine.pool.PoolSpec;

/**
 * A slice of a pool whose answers are counted by weights: a worker's follows from how far its
 * answers agree with what the others on the same task come to, or with the truth of a gold. A task
 * is read by what its workers are known for from the others, the more of late the more so.
 *
 * <p>An answer is read once, and each of its task's answers given its weight of now and held
 * against the others anew. Where that would read all of them again (boxes), only the answer that
 * came is, and {@value #OLDER_AT_ONCE} older ones, round and round. Not thread-safe.
 */
public final class WeightedModel implements SliceModel {
  /** Older answers held against the others anew with each that comes, where that costs much. */
  private static final int OLDER_AT_ONCE = 2;

  private final Aggregation aggregation;
  private final AnswerSpec form;
  private final Aggregator aggregator;
  private final Agreements agreements;
  private final Map<String, Integer> workers = new HashMap<>();

  /** Choices as they were first heard of, so that each is kept once. */
  private final Map<String, String> choices = new HashMap<>();

  /** A tree, which grows without ever moving all it holds. */
  private final Map<Long, WeightedTask> tasks = new TreeMap<>();

  private final List<WeightedTask> heard = new ArrayList<>();
  private final Polls polls;

  /**
   * @param spec of a pool that counts by weights
   */
  public WeightedModel(PoolSpec spec) {
    this.aggregation = spec.consensus().aggregator();
    this.form = spec.answer();
    this.aggregator = Aggregators.of(spec);
    this.agreements = new Agreements(form);
    this.polls = new Polls(aggregator);
  }

  @Override
  public boolean serves(PoolSpec spec) {
    return spec.consensus().aggregator() == aggregation && spec.answer().equals(form);
  }

  @Override
  public Optional<Estimate> estimate(long number, TaskAnswers answers) {
    if (!tasks.containsKey(number) && answers.counted().isEmpty()) {
      return Optional.empty();
    }
    WeightedTask task = hear(number, answers);
    if (task.said() == null && task.answers() > 0) {
      credit(task, -1);
      task.said(estimate(task, turns(answers.counted())));
      credit(task, 1);
    }
    return Optional.ofNullable(task.said());
  }

  /** The task with these answers, which are counted. */
  private WeightedTask hear(long number, TaskAnswers answers) {
    List<CountedAnswer> counted = answers.counted();
    WeightedTask task = tasks.get(number);
    if (task == null) {
      task = new WeightedTask(number);
      tasks.put(number, task);
      heard.add(task);
    }
    var fresh = new BitSet();
    BitSet kept = task.among(counted, fresh);
    boolean otherwise =
        kept.cardinality() < task.answers() || !Objects.equals(task.gold(), answers.gold());
    if (otherwise || !fresh.isEmpty()) {
      credit(task, -1);
      if (otherwise) {
        task.keep(kept);
        task.gold(answers.gold());
        polls.forget(number);
      }
      take(task, counted, fresh, otherwise);
      credit(task, 1);
    }
    return task;
  }

  private static List<Integer> turns(List<CountedAnswer> counted) {
    return counted.stream().map(CountedAnswer::turn).toList();
  }

  private void credit(WeightedTask task, int times) {
    for (int answer = 0; answer < task.answers(); answer++) {
      if (task.judged(answer)) {
        int worker = task.worker(answer);
        if (!task.entered(answer)) {
          task.enter(answer, agreements.enter(worker));
        }
        agreements.count(
            worker, task.block(answer), task.agreed(answer), task.gold() != null, times);
      }
    }
  }

  /**
   * Some more answers of a task that is not credited: what they make it come to, and how far they
   * and the older ones agree.
   *
   * @param fresh places of those that are new
   * @param all whether each of the older ones is to be held against the others anew
   */
  private void take(WeightedTask task, List<CountedAnswer> counted, BitSet fresh, boolean all) {
    int older = task.answers();
    fresh.stream()
        .mapToObj(counted::get)
        .forEach(one -> task.add(one.turn(), worker(one.worker()), shared(one.answer())));
    if (task.answers() == 0) {
      task.said(null);
    } else if (task.gold() == null) {
      hold(task, turns(counted), older, all);
    } else {
      task.said(estimate(task, turns(counted)));
      for (int answer = all ? 0 : older; answer < task.answers(); answer++) {
        task.agreed(answer, aggregator.agreement(task.text(answer), task.gold()));
      }
    }
  }

  /** What the answers come to, and how far they agree with each other. */
  private void hold(WeightedTask task, List<Integer> turns, int older, boolean all) {
    Poll poll = polls.of(task);
    for (int answer = 0; answer < task.answers(); answer++) {
      poll.weigh(answer, agreements.weight(task.worker(answer)));
    }
    task.said(Estimate.of(poll.now(), turns));
    for (int answer = older; answer < task.answers(); answer++) {
      task.agreed(answer, poll.agreement(answer));
    }
    int again = all || !poll.rereads() ? older : Math.min(older, OLDER_AT_ONCE);
    for (int i = 0; i < again; i++) {
      int answer = task.nextOlder(older);
      task.agreed(answer, poll.agreement(answer));
    }
  }

  private int worker(String name) {
    return workers.computeIfAbsent(name, first -> workers.size());
  }

  private String shared(String answer) {
    return form.type() == AnswerSpec.Type.CHOICE
        ? choices.computeIfAbsent(answer, first -> first)
        : answer;
  }

  private Estimate estimate(WeightedTask task, List<Integer> turns) {
    return task.gold() == null
        ? Estimate.of(votes(task), turns)
        : new Estimate(task.gold(), 1, 1, 0.5, null, turns);
  }

  /** What a task's answers come to by what their workers are known for now. */
  private Aggregate votes(WeightedTask task) {
    Tally tally = aggregator.tally();
    for (int answer = 0; answer < task.answers(); answer++) {
      tally.add(task.text(answer), agreements.weight(task.worker(answer)));
    }
    return tally.now();
  }

  @Override
  public void ended(long number, TaskAnswers answers) {
    if (tasks.containsKey(number) || !answers.counted().isEmpty()) {
      forget(hear(number, answers));
    }
  }

  private void forget(WeightedTask task) {
    polls.forget(task.number());
    task.said(null);
  }

  @Override
  public void open(Set<Long> open) {
    heard.stream().filter(task -> !open.contains(task.number())).forEach(this::forget);
  }

  @Override
  public Optional<Estimate> now(long number) {
    return Optional.ofNullable(tasks.get(number))
        .filter(task -> task.answers() > 0)
        .map(task -> estimate(task, List.of()));
  }

  @Override
  public WorkerQuality quality(String worker) {
    return agreements.of(workers.getOrDefault(worker, Integer.MAX_VALUE));
  }

  @Override
  public Estimates estimates(int from, int limit) {
    List<TaskEstimate> some = new ArrayList<>();
    int place = from;
    for (; place < heard.size() && some.size() < limit; place++) {
      WeightedTask task = heard.get(place);
      if (task.answers() > 0) {
        Estimate now = estimate(task, List.of());
        some.add(
            new TaskEstimate(
                task.number(),
                now.value(),
                now.confidence(),
                now.lead(),
                1 - now.confidence(),
                task.answers()));
      }
    }
    return new Estimates(some, place < heard.size() ? place : Estimates.NO_MORE);
  }
}
