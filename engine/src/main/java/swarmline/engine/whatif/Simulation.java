package swarmline.engine.whatif;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import swarmline.engine.consensus.Aggregator;
import swarmline.engine.consensus.Aggregators;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.GivenAnswer;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.consensus.crowd.SliceModel;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.partition.SpotChecks;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.TrustPolicy;
import swarmline.engine.quality.Observation;
import swarmline.engine.quality.OutcomeCheck;
import swarmline.engine.quality.Standing;
import swarmline.engine.quality.Trust;
import swarmline.engine.task.Decision;
import swarmline.engine.task.Settlement.Verdict;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskEvent;
import swarmline.engine.task.TaskRules;
import swarmline.engine.task.TaskState;
import swarmline.engine.task.TaskTerms;

/**
 * Recorded answers given once more, in the order of their times, to tasks of another policy: each
 * worker claims the task and answers as recorded, unless the task wants no more answers. The rules
 * of tasks, the slice's model and whom the pool trusts decide, as they do live; golds are not
 * declared to them, but are what they are measured by. Not thread-safe.
 */
public final class Simulation {
  private final PoolId pool;
  private final PoolSpec spec;
  private final Aggregator aggregator;
  private final SliceModel model;
  private final Map<Long, Played> tasks = new LinkedHashMap<>();

  /** What workers' answers showed, where the pool trusts some. */
  private final Map<String, Standing> standings = new HashMap<>();

  private Simulation(PoolId pool, PoolSpec spec) {
    this.pool = pool;
    this.spec = spec;
    this.aggregator = Aggregators.of(spec);
    this.model = spec.consensus().weighs() ? SliceModel.of(spec) : null;
  }

  /** One task as it goes on. */
  private static final class Played {
    private final RecordedTask recorded;
    private final TaskRules rules;
    private TaskState state = TaskState.untouched();

    Played(RecordedTask recorded, TaskRules rules) {
      this.recorded = recorded;
      this.rules = rules;
    }

    boolean carriesOut(Decision decision) {
      for (TaskEvent event : decision.events()) {
        state = TaskState.after(state, event);
      }
      return decision instanceof Decision.Accepted;
    }
  }

  /**
   * @param spec the policy
   * @param recorded tasks without answers are left out
   */
  public static Simulated of(PoolId pool, PoolSpec spec, List<RecordedTask> recorded) {
    var simulation = new Simulation(pool, spec);
    List<GivenAnswer> given = new ArrayList<>();
    for (RecordedTask task : recorded) {
      if (!task.answers().isEmpty()) {
        simulation.publish(task);
        task.answers().forEach(answer -> given.add(new GivenAnswer(task.number(), answer)));
      }
    }
    given.sort(GivenAnswer.BY_TIME);
    given.forEach(simulation::give);
    return simulation.result();
  }

  private void publish(RecordedTask task) {
    var definition =
        new TaskDefinition(
            new TaskId(pool, task.number()),
            null,
            "null",
            0,
            task.redundancy(),
            Set.of(),
            Set.of(),
            Instant.EPOCH);
    tasks.put(task.number(), new Played(task, new TaskRules(new TaskTerms(spec, definition))));
  }

  private void give(GivenAnswer given) {
    Played task = tasks.get(given.task());
    CountedAnswer answer = given.answer();
    Double trust = trust(answer.worker(), given.task());
    Decision claimed = task.rules.claim(task.state, answer.worker(), null, trust, answer.at());
    if (!task.carriesOut(claimed)) {
      return;
    }
    int ordinal = ((Decision.Accepted) claimed).ordinal();
    task.carriesOut(
        task.rules.submit(task.state, ordinal, answer.worker(), answer.answer(), answer.at()));
    if (model != null) {
      consider(task, answer.at());
    }
    if (spec.redundancy().trusted() != null) {
      note(given, task.state);
    }
  }

  /** How likely the worker is to be right, where its answer alone is enough; else null. */
  private Double trust(String worker, long task) {
    TrustPolicy policy = spec.redundancy().trusted();
    Double trust = Trust.of(spec, standings.get(worker));
    return trust == null || new SpotChecks(policy.spotChecks(), 0).isChecked(worker, task)
        ? null
        : trust;
  }

  private void note(GivenAnswer given, TaskState state) {
    CountedAnswer answer = given.answer();
    var shown = new Observation(0, null, null);
    standings.merge(
        answer.worker(),
        Standing.NEW.after(given.task(), Verdict.APPROVED, shown, answer.at()),
        (known, none) -> known.after(given.task(), Verdict.APPROVED, shown, answer.at()));
    if (state instanceof TaskState.Ended ended) {
      OutcomeCheck.agreements(spec, ended.value(), ended.turns().all())
          .forEach(
              (worker, agrees) ->
                  standings.computeIfPresent(
                      worker, (name, known) -> known.agreeing(given.task(), agrees)));
    }
  }

  private void consider(Played task, Instant now) {
    var answers = new TaskAnswers(null, task.state.turns().given());
    model
        .estimate(task.recorded.number(), answers)
        .ifPresent(estimate -> task.carriesOut(task.rules.consider(task.state, estimate, now)));
    if (task.state instanceof TaskState.Ended) {
      model.ended(task.recorded.number(), answers);
    }
    model.learn();
  }

  private Simulated result() {
    int answers = 0;
    int resolved = 0;
    int undecided = 0;
    SortedMap<String, Integer> contested = new TreeMap<>();
    Compared outcomes = Compared.NONE;
    Compared golds = Compared.NONE;
    for (Played task : tasks.values()) {
      answers += task.state.turns().counted();
      String value = null;
      if (task.state instanceof TaskState.Ended ended) {
        value = ended.value();
        if (value == null) {
          contested.merge(ended.reason(), 1, Integer::sum);
        } else {
          resolved++;
        }
      } else {
        undecided++;
      }
      if (task.recorded.gold() != null) {
        golds = compared(golds, value, task.recorded.gold());
      } else if (task.recorded.outcome() != null) {
        outcomes = compared(outcomes, value, task.recorded.outcome());
      }
    }
    return new Simulated(tasks.size(), answers, resolved, contested, undecided, outcomes, golds);
  }

  private Compared compared(Compared with, String value, String expected) {
    return with.plus(value != null, value == null ? 0 : aggregator.agreement(value, expected));
  }
}
