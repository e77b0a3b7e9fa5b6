package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.dispatch.SessionMessage.Revoked;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.dispatch.WorkerReply.Explained;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.Refusal;

/** Pools of several slices: they behave as one, except where this says otherwise. */
class PartitionsTest extends OnePlatform {
  private static final int SLICES = 4;
  private static final int TASKS = 40;

  /** A key is looked for in one slice only, so it must always be the same one. */
  @Test
  void aKeyIsKnownAgainWhereverItStandsInABatchAndAfterARestart() {
    var acme = platform.tenant();
    PoolId pool = acme.open("", SLICES);
    List<NewTask> tasks = new ArrayList<>(tasks("t", TASKS));
    long[] first = acme.publish(pool, tasks.toArray(NewTask[]::new));
    assertThat(Arrays.stream(first).distinct()).hasSize(TASKS).allMatch(number -> number > 0);
    assertThat(slices(first)).as("all slices have some").hasSize(SLICES);

    Collections.rotate(tasks, 7);
    tasks.add(3, new NewTask(null, "{}", 0, null, Set.of(), Set.of()));
    long[] second = acme.publish(pool, tasks.toArray(NewTask[]::new));
    platform.restart();
    long[] third = acme.publish(pool, tasks.subList(5, 15).toArray(NewTask[]::new));

    assertThat(second[3]).as("the new one").isPositive();
    assertThat(Arrays.stream(second).filter(number -> number < 0).map(number -> -number))
        .containsExactlyInAnyOrder(Arrays.stream(first).boxed().toArray(Long[]::new));
    assertThat(third).containsExactly(Arrays.copyOfRange(second, 5, 15));
    assertThat(acme.counted(pool).open()).isEqualTo(TASKS + 1);
  }

  @Test
  void oneWorkerGetsTheTasksOfEverySlice() {
    var acme = platform.tenant();
    PoolId pool = acme.open("", SLICES);
    acme.publish(pool, tasks("t", TASKS).toArray(NewTask[]::new));
    var ann = acme.worker("ann");

    for (int i = 0; i < TASKS; i++) {
      ann.submits(ann.gets(pool), "1");
    }

    assertThat(acme.settled(pool, TASKS))
        .extracting(TaskRecord::outcome)
        .containsOnly(OutcomeKind.RESOLVED);
    assertThat(ann.refused(pool)).isEqualTo(Refusal.NOTHING_TO_OFFER);
  }

  @Test
  void aWorkerThatIsPushedToGetsTheTasksOfEverySlice() {
    var acme = platform.tenant();
    PoolId pool = acme.open("limits: {perWorkerAtOnce: 0}", SLICES);
    acme.publish(pool, tasks("t", TASKS).toArray(NewTask[]::new));
    var ann = acme.worker("ann");
    ann.connect(TASKS + 5);

    Set<Long> numbers = new HashSet<>();
    for (int i = 0; i < TASKS; i++) {
      numbers.add(ann.assigned().task().number());
    }

    assertThat(numbers).hasSize(TASKS);
    assertThat(acme.counted(pool).leased()).isEqualTo(TASKS);
  }

  @Test
  void whoeverWaitsIsPushedWhatComesInWhicheverSliceAndOnlyOneOfThem() {
    var acme = platform.tenant();
    PoolId pool = acme.open("", SLICES);
    var workers = IntStream.range(0, 6).mapToObj(i -> acme.worker("w" + i)).toList();
    workers.forEach(worker -> worker.connect(1));
    acme.waiting(pool, workers.size() * SLICES);

    acme.publish(pool, "one", "two", "three", "four");

    Platform.until(
        () -> workers.stream().mapToInt(worker -> worker.described().live().size()).sum() == 4);
    assertThat(acme.counted(pool).leased()).isEqualTo(4);
  }

  @Test
  void aWorkersLimitsHoldOverAllSlicesTogether() {
    var acme = platform.tenant();
    PoolId atOnce = acme.open("limits: {perWorkerAtOnce: 2}", SLICES);
    PoolId inAll = acme.open("limits: {perWorker: 3, perWorkerAtOnce: 0}", SLICES);
    acme.publish(atOnce, tasks("t", TASKS).toArray(NewTask[]::new));
    acme.publish(inAll, tasks("t", TASKS).toArray(NewTask[]::new));
    var ann = acme.worker("ann");

    ann.gets(atOnce);
    AssignmentId second = ann.gets(atOnce);
    assertThat(ann.refused(atOnce)).isEqualTo(Refusal.WORKER_HOLDS_ENOUGH);
    ann.submits(second, "1");
    ann.gets(atOnce);
    assertThat(ann.refused(atOnce)).isEqualTo(Refusal.WORKER_HOLDS_ENOUGH);

    ann.submits(ann.gets(inAll), "1");
    ann.gets(inAll);
    ann.gets(inAll);
    assertThat(ann.refused(inAll)).isEqualTo(Refusal.WORKER_LIMIT_REACHED);
  }

  @Test
  void thePoolsLimitIsSharedAmongItsSlices() {
    var acme = platform.tenant();
    PoolId pool = acme.open("limits: {atOnce: 6}", SLICES);
    acme.publish(pool, tasks("t", TASKS).toArray(NewTask[]::new));
    int refused = 0;
    for (int i = 0; i < 10; i++) {
      var pulled = acme.worker("w" + i).pulls(pool);
      refused += pulled.assignments().isEmpty() ? 1 : 0;
    }

    assertThat(acme.counted(pool).leased()).isEqualTo(6);
    assertThat(refused).isEqualTo(4);
  }

  @Test
  void aSessionWithMuchRoomIsKeptToItsLimitsOverAllSlices() {
    var acme = platform.tenant();
    PoolId pool = acme.open("limits: {perWorkerAtOnce: 3}", SLICES);
    acme.publish(pool, tasks("t", TASKS).toArray(NewTask[]::new));
    var ann = acme.worker("ann");
    ann.connect(20);
    for (int held = 0; held < 3; held++) {
      ann.assigned();
    }

    assertThat(ann.refused(pool)).isEqualTo(Refusal.WORKER_HOLDS_ENOUGH);
    assertThat(acme.counted(pool).leased()).isEqualTo(3);
  }

  @Test
  void closingRevokesTheLeasesOfEverySliceAndArchivingEndsItsTasks() {
    var acme = platform.tenant();
    PoolId pool = acme.open("limits: {perWorkerAtOnce: 0}", SLICES);
    acme.publish(pool, tasks("t", TASKS).toArray(NewTask[]::new));
    var ann = acme.worker("ann");
    ann.connect(10);
    Set<AssignmentId> held = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      held.add(ann.assigned());
    }

    acme.setStatus(pool, PoolStatus.CLOSED, true);

    for (int i = 0; i < 10; i++) {
      held.remove(ann.hears(Revoked.class).assignment());
    }
    assertThat(held).isEmpty();
    acme.setStatus(pool, PoolStatus.ARCHIVED, false);
    assertThat(acme.settled(pool, TASKS))
        .extracting(TaskRecord::outcome)
        .containsOnly(OutcomeKind.EXPIRED);
    Platform.until(() -> acme.counted(pool).open() == 0);
  }

  @Test
  void aWorkerIsOfferedATaskWhicheverSliceHasIt() {
    var acme = platform.tenant();
    PoolId pool = acme.open("", SLICES);
    var workers = IntStream.range(0, 2 * SLICES).mapToObj(i -> acme.worker("w" + i)).toList();
    assertThat(workers).noneMatch(worker -> explained(worker, pool).offered());

    acme.publish(pool, "the only one");

    assertThat(workers).allMatch(worker -> explained(worker, pool).offered());
    assertThat(explained(workers.get(0), pool).unanswered()).isEmpty();
    workers.get(0).gets(pool);
    assertThat(workers).noneMatch(worker -> explained(worker, pool).offered());
  }

  private static Explained explained(Platform.Worker worker, PoolId pool) {
    return (Explained) worker.ask(replyTo -> new WorkerCommand.Explain(pool, replyTo));
  }

  @Test
  void leasesAndCountsOfEverySliceAreThereAfterARestart() {
    var acme = platform.tenant();
    PoolId pool = acme.open("limits: {perWorkerAtOnce: 0}", SLICES);
    acme.publish(pool, tasks("t", TASKS).toArray(NewTask[]::new));
    var ann = acme.worker("ann");
    ann.gets(pool, 10);
    AssignmentId answered = ann.gets(pool);
    ann.submits(answered, "1");
    acme.settled(pool, 1);

    platform.restart();

    Platform.until(() -> acme.counted(pool).leased() == 10);
    assertThat(acme.counted(pool).open()).isEqualTo(TASKS - 1);
    assertThat(ann.connect(40).assignments()).hasSize(10);
    for (int i = 0; i < TASKS - 11; i++) {
      assertThat(ann.assigned().ordinal()).isEqualTo(1);
    }
  }

  private static List<NewTask> tasks(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> Platform.task(prefix + i)).toList();
  }

  private static Set<Long> slices(long[] numbers) {
    return new HashSet<>(Arrays.stream(numbers).map(number -> number % SLICES).boxed().toList());
  }
}
