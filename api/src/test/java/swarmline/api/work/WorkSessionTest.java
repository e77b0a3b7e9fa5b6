package swarmline.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import swarmline.api.frame.ClientFrames;
import swarmline.api.wire.ClientMessageReader;
import swarmline.engine.dispatch.SessionMessage;
import swarmline.engine.dispatch.SessionMessage.Accepted;
import swarmline.engine.dispatch.SessionMessage.Assigned;
import swarmline.engine.dispatch.SessionMessage.Held;
import swarmline.engine.dispatch.SessionMessage.NothingFollows;
import swarmline.engine.dispatch.SessionMessage.Settled;
import swarmline.engine.dispatch.SessionMessage.Welcome;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.dispatch.WorkerCommand.Connect;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.task.Settlement;

/** What a session writes, write by write. */
@Timeout(30)
final class WorkSessionTest {
  private static final TenantId TENANT = new TenantId("acme");
  private static final AssignmentId FIRST =
      AssignmentId.parse(TENANT, "p0123456789ab-1.1").orElseThrow();
  private static final AssignmentId SECOND =
      AssignmentId.parse(TENANT, "p0123456789ab-2.1").orElseThrow();

  /** A thread that is kept from running may let the time of holding back pass. */
  private static final int TRIES = 20;

  private final BlockingQueue<WorkerCommand> told = new LinkedBlockingQueue<>();
  private ActorSystem<Void> system;
  private SourceQueueWithComplete<ByteString> in;
  private SinkQueueWithCancel<ByteString> out;
  private ActorRef<SessionMessage> session;

  @BeforeEach
  void open() throws Exception {
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "work-session",
            ConfigFactory.parseString("pekko.actor.provider = local, pekko.loglevel = WARNING")
                .withFallback(ConfigFactory.load()));
    var sessions = new Sessions();
    var shared =
        new WorkSession.Shared(
            (worker, command) -> told.add(command),
            pool -> true,
            new ClientMessageReader(1_000),
            new WorkSettings(
                Duration.ofSeconds(20), Duration.ofMillis(500), 1_000, 50_000, 100, 10, 5),
            new WorkMetrics(new SimpleMeterRegistry(), sessions::count),
            sessions);
    Pair<SourceQueueWithComplete<ByteString>, SinkQueueWithCancel<ByteString>> ends =
        Source.<ByteString>queue(16, OverflowStrategy.fail())
            .via(Flow.fromGraph(new WorkSession(shared, new WorkerId(TENANT, "ann"), "session")))
            .toMat(Sink.queue(), Keep.both())
            .run(system);
    in = ends.first();
    out = ends.second();
    in.offer(
        ByteString.fromArray(
            ClientFrames.text("{\"type\":\"hello\",\"id\":\"h\",\"capacity\":1}")));
    session = ((Connect) told.poll(10, TimeUnit.SECONDS)).session();
    session.tell(new Welcome("h", List.of(), null));
    assertThat(next(out.pull())).contains("welcome");
  }

  /** The client answers its assignment, and the engine hears of it. */
  private void ask(String id) throws Exception {
    in.offer(
        ByteString.fromArray(
            ClientFrames.text(
                "{\"type\":\"answer\",\"id\":\""
                    + id
                    + "\",\"assignment\":\"p0123456789ab-1.1\",\"answer\":\"yes\"}")));
    assertThat(told.poll(10, TimeUnit.SECONDS)).isInstanceOf(WorkerCommand.Answer.class);
  }

  @AfterEach
  void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get();
  }

  @Test
  void anAcceptanceTravelsWithTheNextAssignment() throws Exception {
    boolean together = false;
    for (int i = 0; i < TRIES && !together; i++) {
      CompletionStage<Optional<ByteString>> write = out.pull();
      ask("a");
      session.tell(new Accepted("a", FIRST, null));
      session.tell(assigned());
      String written = next(write);
      together = written.contains("assigned");
      assertThat(together ? written : next(out.pull())).contains("assigned");
    }

    assertThat(together).isTrue();
  }

  @Test
  void anAcceptanceGoesAloneWhereNothingFollows() throws Exception {
    CompletionStage<Optional<ByteString>> write = out.pull();
    ask("a");
    session.tell(new Accepted("a", FIRST, null));

    assertThat(next(write)).contains("accepted").doesNotContain("assigned");
  }

  @Test
  void anAcceptanceIsNotHeldBackWhereItIsKnownThatNothingFollows() throws Exception {
    for (int i = 0; i < TRIES; i++) {
      CompletionStage<Optional<ByteString>> write = out.pull();
      ask("a");
      session.tell(new NothingFollows());
      session.tell(new Accepted("a", FIRST, null));
      session.tell(assigned());

      assertThat(next(write)).contains("accepted").doesNotContain("assigned");
      assertThat(next(out.pull())).contains("assigned");
    }
  }

  @Test
  void anAcceptanceThatIsHeldBackGoesWhenItIsKnownThatNothingFollows() throws Exception {
    for (int i = 0; i < TRIES; i++) {
      CompletionStage<Optional<ByteString>> write = out.pull();
      ask("a");
      session.tell(new Accepted("a", FIRST, null));
      session.tell(new NothingFollows());
      session.tell(assigned());

      assertThat(next(write)).contains("accepted").doesNotContain("assigned");
      assertThat(next(out.pull())).contains("assigned");
    }
  }

  @Test
  void anAcceptanceThatComesAfterItsTaskIsNotHeldBack() throws Exception {
    for (int i = 0; i < TRIES; i++) {
      CompletionStage<Optional<ByteString>> write = out.pull();
      ask("a");
      session.tell(assigned());
      assertThat(next(write)).contains("assigned");
      write = out.pull();
      session.tell(new Accepted("a", FIRST, null));
      session.tell(assigned());

      assertThat(next(write)).contains("accepted").doesNotContain("assigned");
      assertThat(next(out.pull())).contains("assigned");
    }
  }

  @Test
  void whatHoldsBackASettlementIsNotCutShort() throws Exception {
    boolean together = false;
    for (int i = 0; i < TRIES && !together; i++) {
      CompletionStage<Optional<ByteString>> write = out.pull();
      session.tell(settled());
      session.tell(new NothingFollows());
      session.tell(assigned());
      String written = next(write);
      together = written.contains("assigned");
      assertThat(together ? written : next(out.pull())).contains("assigned");
    }

    assertThat(together).isTrue();
  }

  @Test
  void aSettlementGoesAloneWhereNothingFollows() throws Exception {
    CompletionStage<Optional<ByteString>> write = out.pull();
    session.tell(settled());

    assertThat(next(write)).contains("settled");
  }

  @Test
  void whatIsHeldBackGoesWhenThePeerSaysNoMore() throws Exception {
    ask("a");
    session.tell(new Accepted("a", FIRST, null));
    in.complete();

    assertThat(next(out.pull())).contains("accepted");
  }

  @Test
  void aRequestThatIsNotAnsweredIsToldAgainAndTheClientHearsOnce() throws Exception {
    ask("a");
    WorkerCommand again = told.poll(10, TimeUnit.SECONDS);
    assertThat(again).isInstanceOf(WorkerCommand.Answer.class);
    assertThat(((WorkerCommand.Answer) again).re()).isEqualTo("a");

    session.tell(new Accepted("a", FIRST, null));
    assertThat(next(out.pull())).contains("accepted");
    session.tell(new Accepted("a", FIRST, null));
    session.tell(assigned());
    assertThat(next(out.pull())).contains("assigned").doesNotContain("accepted");
  }

  private static Settled settled() {
    return new Settled(FIRST, new Settlement(Settlement.Verdict.APPROVED, 20_000, "USD"));
  }

  private static Assigned assigned() {
    return new Assigned(new Held(SECOND, "{}", Instant.parse("2030-01-01T00:00:00Z")));
  }

  private static String next(CompletionStage<Optional<ByteString>> write) throws Exception {
    return write.toCompletableFuture().get(10, TimeUnit.SECONDS).orElseThrow().utf8String();
  }
}
