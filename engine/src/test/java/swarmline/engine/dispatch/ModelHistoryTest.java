package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swarmline.engine.Specs;
import swarmline.engine.consensus.TaskAnswers;
import swarmline.engine.consensus.crowd.SliceModel;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.Settlement;
import swarmline.engine.task.Settlement.Verdict;
import swarmline.engine.task.TaskEvent;
import swarmline.engine.task.TaskEvent.AnswerAccepted;
import swarmline.engine.task.TaskEvent.AnswerDiscounted;
import swarmline.engine.task.TaskEvent.AnswerRestored;
import swarmline.engine.task.TaskEvent.AnswerReviewed;
import swarmline.engine.task.TaskEvent.GoldCorrected;
import swarmline.engine.task.TaskEvent.LeaseGranted;
import swarmline.engine.task.TaskState;

/** A model made anew of what is stored of its tasks is the one that heard of it as it happened. */
class ModelHistoryTest {
  private static final int TASKS = 30;
  private static final int WORKERS = 8;
  private static final int EVENTS = 500;
  private static final String DECLARED = "\"a\"";

  private final PoolSpec spec = spec("crowd");
  private final Random random = new Random(11);
  private final Map<Long, TaskState> tasks = new TreeMap<>();
  private SliceModel live;
  private Instant now = Instant.EPOCH;

  @ParameterizedTest
  @ValueSource(strings = {"crowd", "dawid-skene", "one-coin", "weighted-majority"})
  void answersThatWereRejectedReplacedOrRestoredAndGoldsThatWereCorrectedAreToldAtTheirTimes(
      String aggregator) {
    PoolSpec its = spec(aggregator);
    live = SliceModel.of(its);
    List<Class<?>> happened = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      now = now.plusMillis(1 + random.nextInt(50));
      happened.add(step(1 + random.nextInt(TASKS)));
    }

    assertThat(happened)
        .contains(
            AnswerAccepted.class,
            AnswerDiscounted.class,
            AnswerRestored.class,
            AnswerReviewed.class,
            GoldCorrected.class);
    assertSame(anew().told(its), live);
  }

  /** As models were made anew before amendments were stored. */
  @Test
  void withoutTheirTimesTheModelWouldBeAnother() {
    live = SliceModel.of(spec);
    for (int i = 0; i < EVENTS; i++) {
      now = now.plusMillis(1 + random.nextInt(50));
      step(1 + random.nextInt(TASKS));
    }
    var history = new ModelHistory();
    tasks.forEach((task, state) -> history.add(task, state.turns(), List.of(), truth(task, state)));

    assertThat(history.told(spec).estimates(0, TASKS)).isNotEqualTo(live.estimates(0, TASKS));
  }

  /** Of records that were written before amendments were. */
  @Test
  void aCorrectionWithoutATimeHoldsFromTheStart() {
    now = now.plusSeconds(1);
    live = SliceModel.of(spec);
    happens(3, new LeaseGranted(1, "ann", now, now, now, null));
    happens(3, new AnswerAccepted(1, "\"b\"", now, paid(Verdict.APPROVED)));
    var history = new ModelHistory();
    history.add(3, tasks.get(3L).turns(), List.of(), "\"b\"");
    history.declared(3, DECLARED);

    assertThat(history.told(spec).now(3)).get().extracting("value").isEqualTo("\"b\"");
  }

  private static PoolSpec spec(String aggregator) {
    String rule =
        aggregator.equals("weighted-majority")
            ? "rule: 'agreement', threshold: 0.7"
            : "rule: 'posterior', threshold: 0.9";
    return Specs.spec(
        "answer: {choices: ['a', 'b', 'c']}, redundancy: {answers: 2, max: 7}, consensus: {%s,"
                .formatted(rule)
            + " aggregator: '%s'}".formatted(aggregator));
  }

  private void assertSame(SliceModel made, SliceModel model) {
    assertThat(made.estimates(0, TASKS)).isEqualTo(model.estimates(0, TASKS));
    for (int worker = 0; worker < WORKERS; worker++) {
      assertThat(made.quality("w" + worker))
          .usingRecursiveComparison()
          .isEqualTo(model.quality("w" + worker));
    }
  }

  /** In no order: what is stored has none. */
  private ModelHistory anew() {
    var history = new ModelHistory();
    List<Long> shuffled = new ArrayList<>(tasks.keySet());
    Collections.shuffle(shuffled, random);
    for (long task : shuffled) {
      TaskState state = tasks.get(task);
      TaskState.Changed changed = state.changed();
      history.add(task, state.turns(), changed.amendments(), changed.gold());
      if (isGold(task)) {
        history.declared(task, DECLARED);
      }
    }
    return history;
  }

  private static boolean isGold(long task) {
    return task % 5 == 0;
  }

  private static String truth(long task, TaskState state) {
    String corrected = state.changed().gold();
    return corrected == null && isGold(task) ? DECLARED : corrected;
  }

  /** What may happen to a task next, and does. */
  private Class<?> step(long task) {
    TaskState state = tasks.getOrDefault(task, TaskState.untouched());
    List<Assignment> turns = state.turns().all();
    if (turns.isEmpty() || random.nextInt(3) > 0) {
      String worker = "w" + random.nextInt(WORKERS);
      if (turns.stream().noneMatch(turn -> turn.worker().equals(worker))) {
        int ordinal = state.turns().lastOrdinal() + 1;
        Settlement settled = random.nextBoolean() ? paid(Verdict.APPROVED) : null;
        String answer = List.of("\"a\"", "\"b\"", "\"c\"").get(random.nextInt(3));
        happens(task, new LeaseGranted(ordinal, worker, now, now, now, null));
        return happens(task, new AnswerAccepted(ordinal, answer, now, settled));
      }
      return isGold(task) && !turns.isEmpty()
          ? happens(task, new GoldCorrected(random.nextBoolean() ? "\"b\"" : DECLARED, now))
          : null;
    }
    Assignment turn = turns.get(random.nextInt(turns.size()));
    if (turn.settlement() == null && random.nextBoolean()) {
      return happens(task, new AnswerReviewed(turn.ordinal(), now, paid(Verdict.REJECTED)));
    }
    if (turn.status() == Assignment.Status.REJECTED) {
      return null;
    }
    return happens(
        task,
        turn.counted()
            ? new AnswerDiscounted(turn.ordinal(), now)
            : new AnswerRestored(turn.ordinal(), now));
  }

  private static Settlement paid(Verdict verdict) {
    return new Settlement(verdict, 0, "USD");
  }

  private Class<?> happens(long task, TaskEvent event) {
    TaskState next = TaskState.after(tasks.getOrDefault(task, TaskState.untouched()), event);
    tasks.put(task, next);
    live.estimate(task, new TaskAnswers(truth(task, next), next.turns().given()));
    live.learn();
    return event.getClass();
  }
}
