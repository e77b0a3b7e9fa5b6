package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.persistence.engine.Platform.until;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.dispatch.TaskReply;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.OutcomeKind;

/**
 * A slice's model is not stored but made anew at each start. Pools of every rule and aggregator
 * that need one are given the same answers in the same order, side by side, once without a restart
 * and once with restarts at points drawn by lot.
 */
class RestartsInTheMiddleTest {
  private static final int TASKS = 20;
  private static final int ANSWERS = 5;
  private static final int WORKERS = 11;
  private static final int RESTARTS = 3;
  private static final long SEED = 5;

  private static final Map<String, List<TaskRecord>> WITHOUT = new LinkedHashMap<>();
  private static final Map<String, List<TaskRecord>> WITH = new LinkedHashMap<>();

  static Stream<String> policies() {
    Stream<String> likely =
        Stream.of(
                "rule: 'posterior', threshold: 0.8",
                "rule: 'lead', threshold: 0.8",
                "rule: 'expected-value', worth: 30")
            .flatMap(
                rule ->
                    Stream.of("one-coin", "dawid-skene", "crowd")
                        .map(aggregator -> rule + ", aggregator: '" + aggregator + "'"));
    Stream<String> weights =
        Stream.of("weighted-majority", "weighted-median")
            .map(
                aggregator ->
                    "rule: 'agreement', threshold: 0.7, aggregator: '" + aggregator + "'");
    return Stream.concat(likely, weights);
  }

  @BeforeAll
  static void play() throws Exception {
    int steps = TASKS * ANSWERS;
    List<Integer> points =
        new Random(SEED).ints(1, steps).distinct().limit(RESTARTS).sorted().boxed().toList();
    try (Platform platform = Platform.start()) {
      play(platform, List.of(), WITHOUT);
      play(platform, points, WITH);
    }
  }

  @AfterAll
  static void forget() {
    WITHOUT.clear();
    WITH.clear();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void restartsInTheMiddleGiveTheSameVerdictsAsNone(String policy) {
    List<TaskRecord> without = WITHOUT.get(policy);
    List<TaskRecord> with = WITH.get(policy);

    assertThat(without).extracting(TaskRecord::outcome).contains(OutcomeKind.RESOLVED);
    assertThat(without.stream().map(TaskRecord::answers).distinct().count())
        .as("numbers of answers that tasks took")
        .isGreaterThan(2);
    for (int i = 0; i < without.size(); i++) {
      assertThat(with.get(i))
          .as("task %s", i + 1)
          .usingRecursiveComparison()
          .comparingOnlyFields("outcome", "value", "confidence", "reason", "answers")
          .isEqualTo(without.get(i));
    }
  }

  /** One policy's pool, of a tenant of its own. */
  private record Played(String policy, Platform.Tenant tenant, PoolId pool) {

    static Played open(Platform platform, String policy) {
      var tenant = platform.tenant();
      String form =
          policy.contains("median") ? "type: 'number', tolerance: 2" : "choices: ['a', 'b']";
      PoolId pool =
          tenant.open(
              "answer: {%s}, redundancy: {answers: 2, max: %d}, consensus: {%s}"
                  .formatted(form, ANSWERS, policy));
      var its = new Played(policy, tenant, pool);
      tenant.publish(
          pool, IntStream.rangeClosed(1, TASKS).mapToObj(its::task).toArray(NewTask[]::new));
      return its;
    }

    /** One in ten is a gold. */
    private NewTask task(int number) {
      NewTask task = Platform.task("t" + number);
      return number % 10 == 0 ? task.withGold(written(number % 3 == 0, 0)) : task;
    }

    private String written(boolean first, int off) {
      return policy.contains("median")
          ? String.valueOf((first ? 10 : 30) + off)
          : first ? "\"a\"" : "\"b\"";
    }

    /** Seven of eleven workers are right nine times in ten, the others half of the time. */
    private void step(int step) {
      int task = 1 + step % TASKS;
      int worker = (task + step / TASKS * 3) % WORKERS;
      var random = new Random(SEED * 1000 + step);
      boolean right = random.nextInt(10) < (worker < 7 ? 9 : 5);
      give("w" + worker, task, written(right == (task % 3 == 0), random.nextInt(4)));
    }

    /** The worker answers the task, if it is still wanted. */
    private void give(String worker, int task, String answer) {
      List<AssignmentId> assignments = new ArrayList<>();
      until(
          () -> {
            var pulled =
                tenant.worker(worker).pulls(pool, new TaskId(pool, task), Duration.ZERO, null);
            pulled.assignments().forEach(held -> assignments.add(held.assignment()));
            return !assignments.isEmpty()
                || switch (pulled.why()) {
                  case TASK_ENDED, NO_SLOT_FREE, ALREADY_ANSWERED -> true;
                  default -> false;
                };
          });
      for (AssignmentId assignment : assignments) {
        assertThat(tenant.worker(worker).submits(assignment, answer))
            .isInstanceOf(TaskReply.AssignmentChanged.class);
      }
    }

    private List<TaskRecord> outcomes() {
      return tenant.settled(pool, TASKS).stream()
          .sorted(Comparator.comparing(record -> record.task().number()))
          .toList();
    }
  }

  private static void play(
      Platform platform, List<Integer> restarts, Map<String, List<TaskRecord>> outcomes)
      throws Exception {
    List<Played> pools = policies().map(policy -> Played.open(platform, policy)).toList();
    int from = 0;
    for (int restart : restarts) {
      play(pools, from, restart);
      platform.restart();
      from = restart;
    }
    play(pools, from, TASKS * ANSWERS);
    pools.forEach(one -> outcomes.put(one.policy(), one.outcomes()));
  }

  /** Pools side by side; in each, one answer after the other. */
  private static void play(List<Played> pools, int from, int to) throws Exception {
    ExecutorService hands = Executors.newFixedThreadPool(pools.size());
    try {
      List<Callable<Void>> all = new ArrayList<>();
      for (Played one : pools) {
        all.add(
            () -> {
              IntStream.range(from, to).forEach(one::step);
              return null;
            });
      }
      for (Future<Void> done : hands.invokeAll(all)) {
        done.get();
      }
    } finally {
      hands.shutdown();
    }
  }
}
