package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.persistence.engine.RunningEngine.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.FishingOutcome;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.dispatch.PartitionCommand.PublishedAs;
import swarmline.engine.dispatch.PoolCommand.PoolIs;
import swarmline.engine.dispatch.SessionMessage;
import swarmline.engine.dispatch.SessionMessage.Accepted;
import swarmline.engine.dispatch.SessionMessage.Assigned;
import swarmline.engine.dispatch.SessionMessage.Refused;
import swarmline.engine.dispatch.SessionMessage.Settled;
import swarmline.engine.dispatch.SessionMessage.Waiting;
import swarmline.engine.dispatch.SessionMessage.Welcome;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.dispatch.WorkerReply;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.ConsensusPolicy;
import swarmline.engine.pool.LeasePolicy;
import swarmline.engine.pool.Limits;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.pool.RedundancyPolicy;
import swarmline.engine.pool.Reward;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.Settlement.Verdict;
import swarmline.persistence.embedded.TestStores;

/** The whole engine over a real store, driven as sessions and the platform drive it. */
class EngineOnStoreTest {
  private static final Limits ONE_AT_ONCE = new Limits(0, 1, 0);
  private static final TenantId ACME = new TenantId("acme");
  private static final PoolId POOL = new PoolId(ACME, "p0123456789ab");
  private static final Duration SOON = Duration.ofSeconds(20);

  private Path directory;
  private RunningEngine running;

  @BeforeEach
  void start() {
    directory = TestStores.newDirectory();
    running = RunningEngine.start(directory);
  }

  @AfterEach
  void stop() {
    running.close();
    TestStores.remove(directory);
  }

  @Test
  void aTaskGoesFromPublishedToResolvedAndIsPaid() {
    open(spec(1, 1));
    publish("a");
    var ann = connect("ann", 1);

    Assigned assigned = ann.expectMessageClass(Assigned.class, SOON);
    answer("ann", ann, assigned, "\"yes\"");

    assertThat(ann.fishForMessage(SOON, EngineOnStoreTest::untilSettled))
        .hasAtLeastOneElementOfType(Accepted.class)
        .hasAtLeastOneElementOfType(Settled.class);
    TaskRecord record = eventually(() -> records(1)).get(0);
    assertThat(record.outcome()).isEqualTo(OutcomeKind.RESOLVED);
    assertThat(record.value()).isEqualTo("\"yes\"");
    assertThat(record.settled()).isTrue();
    WorkerReply.Described worker = describe("ann");
    assertThat(worker.earned()).containsEntry("USD", 20_000L);
    assertThat(worker.live()).isEmpty();
  }

  @Test
  void aWaitingWorkerIsPushedTheNextTaskThatIsPublished() {
    open(spec(1, 1));
    var ann = connect("ann", 1);
    ann.expectMessageClass(Waiting.class, SOON);

    publish("a");

    ann.expectMessageClass(Assigned.class, SOON);
  }

  @Test
  void noTaskIsGivenToMoreWorkersThanItsRedundancyNorTwiceToOne() {
    open(spec(3, 3));
    publish(IntStream.range(0, 40).mapToObj(i -> "t" + i).toArray(String[]::new));
    for (int i = 0; i < 5; i++) {
      answerEverything("w" + i);
    }

    List<TaskRecord> records = eventually(() -> records(40));

    assertThat(records)
        .allSatisfy(
            record -> {
              assertThat(record.outcome()).isEqualTo(OutcomeKind.RESOLVED);
              assertThat(record.answers()).isEqualTo(3);
              assertThat(record.assignments()).extracting(a -> a.worker()).doesNotHaveDuplicates();
            });
  }

  @Test
  void earlyConsensusRecallsTheThirdHolder() {
    open(
        spec(
            3,
            3,
            new ConsensusPolicy(ConsensusPolicy.Rule.AGREEMENT, 2, null, null),
            ONE_AT_ONCE,
            null));
    publish("a");
    var ann = connect("ann", 1);
    var bob = connect("bob", 1);
    var cid = connect("cid", 1);
    Assigned first = ann.expectMessageClass(Assigned.class, SOON);
    Assigned second = bob.expectMessageClass(Assigned.class, SOON);
    cid.expectMessageClass(Assigned.class, SOON);

    answer("ann", ann, first, "\"yes\"");
    answer("bob", bob, second, "\"yes\"");

    assertThat(cid.expectMessageClass(SessionMessage.Revoked.class, SOON).paid()).isFalse();
    TaskRecord record = eventually(() -> records(1)).get(0);
    assertThat(record.answers()).isEqualTo(2);
    assertThat(record.confidence()).isEqualTo(1.0);
  }

  @Test
  void aLeaseThatEndsGoesToTheNextWaitingWorkerAndTheLateAnswerIsRefused() {
    open(spec(1, 1, null, ONE_AT_ONCE, new LeasePolicy(1, null, null, null, null)));
    publish("a");
    var ann = connect("ann", 1);
    Assigned lapsed = ann.expectMessageClass(Assigned.class, SOON);
    var bob = connect("bob", 1);
    bob.expectMessageClass(Waiting.class, SOON);

    Assigned next = bob.expectMessageClass(Assigned.class, SOON);

    assertThat(next.held().assignment().ordinal()).isEqualTo(2);
    ann.fishForMessage(
        SOON,
        m ->
            m instanceof SessionMessage.Expired
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
    answer("ann", ann, lapsed, "\"yes\"");
    Refused refused =
        (Refused)
            ann.fishForMessage(
                    SOON,
                    m ->
                        m instanceof Refused
                            ? FishingOutcomes.complete()
                            : FishingOutcomes.continueAndIgnore())
                .get(0);
    assertThat(refused.refusal()).isEqualTo(Refusal.LEASE_EXPIRED);
  }

  @Test
  void leasesAndEarningsAreThereAfterARestart() {
    open(spec(1, 1, null, new Limits(0, 2, 0), null));
    publish("a", "b", "c");
    var ann = connect("ann", 2);
    Assigned first = ann.expectMessageClass(Assigned.class, SOON);
    Assigned second = ann.expectMessageClass(Assigned.class, SOON);
    answer("ann", ann, first, "\"yes\"");
    ann.fishForMessage(SOON, EngineOnStoreTest::untilSettled);

    running.close();
    running = RunningEngine.start(directory);

    var again = probe();
    running
        .engine()
        .tell(worker("ann"), new WorkerCommand.Connect("1", again.getRef(), 2, List.of()));
    Welcome welcome = again.expectMessageClass(Welcome.class, SOON);
    assertThat(welcome.assignments())
        .extracting(SessionMessage.Held::assignment)
        .contains(second.held().assignment());
    answer("ann", again, second, "\"no\"");
    again.fishForMessage(SOON, EngineOnStoreTest::untilSettled);
    eventually(() -> records(2));
    assertThat(describe("ann").ended()).containsEntry("approved", 2L);
  }

  @Test
  void aPullGetsALeaseAndTheSameRequestTheSameOne() {
    open(spec(1, 1));
    publish("a", "b");
    var first = pull("ann", "r1");
    var again = pull("ann", "r1");

    assertThat(first.assignments()).hasSize(1);
    assertThat(again.assignments()).isEqualTo(first.assignments());
    assertThat(pull("ann", "r2").why()).isEqualTo(Refusal.WORKER_HOLDS_ENOUGH);
    assertThat(pull("bob", "r3").assignments()).hasSize(1);
    assertThat(pull("cid", "r4").why()).isEqualTo(Refusal.NOTHING_TO_OFFER);
  }

  @Test
  void aReopenedTaskIsOfferedAgain() {
    open(spec(1, 1));
    publish("a");
    var ann = connect("ann", 1);
    answer("ann", ann, ann.expectMessageClass(Assigned.class, SOON), "\"yes\"");
    eventually(() -> records(1));

    await(running.engine().reopen(new TaskId(POOL, 1), null));

    var bob = connect("bob", 1);
    Assigned again = bob.expectMessageClass(Assigned.class, SOON);
    assertThat(again.held().assignment().ordinal()).isEqualTo(2);
    answer("bob", bob, again, "\"no\"");
    assertThat(eventually(() -> records(1)).get(0).outcome()).isEqualTo(OutcomeKind.CONTESTED);
  }

  // Steps

  private static PoolSpec spec(int answers, int max) {
    return spec(answers, max, null, ONE_AT_ONCE, null);
  }

  /** With the defaults for what is null. */
  private static PoolSpec spec(
      int answers, int max, ConsensusPolicy consensus, Limits limits, LeasePolicy lease) {
    return new PoolSpec(
        "test",
        null,
        0,
        null,
        lease,
        new RedundancyPolicy(answers, max),
        consensus,
        null,
        limits,
        null,
        new Reward(20_000L, "USD", null, null),
        null,
        null,
        null,
        null,
        null);
  }

  private void open(PoolSpec spec) {
    await(running.engine().createPool(POOL, spec, 1, 1));
    var reply = await(running.engine().setStatus(POOL, PoolStatus.OPEN, false));
    assertThat(reply).isInstanceOf(PoolIs.class);
  }

  private void publish(String... keys) {
    PoolView pool = running.engine().pools().find(POOL).orElseThrow();
    List<NewTask> tasks =
        IntStream.range(0, keys.length)
            .mapToObj(i -> new NewTask(keys[i], "{\"n\":" + i + "}", 0, null, Set.of(), Set.of()))
            .toList();
    assertThat(await(running.engine().publish(pool, tasks))).isInstanceOf(PublishedAs.class);
  }

  private static WorkerId worker(String name) {
    return new WorkerId(ACME, name);
  }

  private TestProbe<SessionMessage> probe() {
    return TestProbe.create(SessionMessage.class, running.system());
  }

  private TestProbe<SessionMessage> connect(String name, int capacity) {
    var probe = probe();
    running
        .engine()
        .tell(worker(name), new WorkerCommand.Connect("1", probe.getRef(), capacity, List.of()));
    probe.expectMessageClass(Welcome.class, SOON);
    return probe;
  }

  private void answer(
      String name, TestProbe<SessionMessage> probe, Assigned assigned, String answer) {
    running
        .engine()
        .tell(
            worker(name),
            new WorkerCommand.Answer("2", assigned.held().assignment(), answer, probe.getRef()));
  }

  /** A worker that says yes to everything. */
  private void answerEverything(String name) {
    ActorRef<SessionMessage> session =
        running
            .system()
            .systemActorOf(
                Behaviors.setup(context -> Behaviors.receiveMessage(m -> yes(name, context, m))),
                "session-" + name,
                Props.empty());
    running.engine().tell(worker(name), new WorkerCommand.Connect("1", session, 1, List.of()));
  }

  private Behavior<SessionMessage> yes(
      String name, ActorContext<SessionMessage> context, SessionMessage message) {
    if (message instanceof Assigned assigned) {
      running
          .engine()
          .tell(
              worker(name),
              new WorkerCommand.Answer(
                  "3", assigned.held().assignment(), "\"yes\"", context.getSelf()));
    }
    return Behaviors.same();
  }

  private WorkerReply.Pulled pull(String name, String request) {
    return (WorkerReply.Pulled)
        await(
            running
                .engine()
                .pull(worker(name), List.of(POOL), null, 1, Instant.now(), Duration.ZERO, request));
  }

  private WorkerReply.Described describe(String name) {
    return (WorkerReply.Described)
        await(running.engine().ask(worker(name), WorkerCommand.Describe::new));
  }

  private List<TaskRecord> records(int wanted) {
    List<TaskRecord> records = await(running.engine().catalog().records(POOL, null, 1000)).items();
    return records.size() == wanted ? records : null;
  }

  private static FishingOutcome untilSettled(SessionMessage message) {
    return message instanceof Settled settled && settled.settlement().verdict() == Verdict.APPROVED
        ? FishingOutcomes.complete()
        : FishingOutcomes.continueAndCollect();
  }

  private interface Attempt<T> {
    T value();
  }

  private static <T> T eventually(Attempt<T> attempt) {
    Instant end = Instant.now().plus(SOON);
    while (Instant.now().isBefore(end)) {
      T value = attempt.value();
      if (value != null) {
        return value;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("it did not come to be");
  }
}
