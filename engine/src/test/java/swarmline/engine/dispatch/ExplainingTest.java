package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import swarmline.engine.dispatch.PartitionCommand.RulesAre;
import swarmline.engine.dispatch.WorkerReply.Explained;
import swarmline.engine.dispatch.WorkerReply.Rule;
import swarmline.engine.dispatch.WorkerReply.WorkerRefused;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;
import swarmline.engine.worker.WorkerProfile;

/** One question to all slices of a pool. */
class ExplainingTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final int SLICES = 3;
  private static final WorkerId ANN = new WorkerId(Samples.POOL.tenant(), "ann");
  private static final PoolView POOL =
      new PoolView(Samples.POOL, PoolSpec.named("test"), PoolStatus.OPEN, SLICES, 1, NOW, NOW);
  private static final Rule ROOM = new Rule("pool-holds-enough", true, "1 of 2");
  private static final Rule NO_ROOM = new Rule("pool-holds-enough", false, "2 of 2");
  private static final Rule TASK = new Rule("nothing-to-offer", true, "a task");
  private static final Rule NO_TASK = new Rule("nothing-to-offer", false, "none");
  private static final Rule RUNS = new Rule("paused", true, "is not");
  private static final Rule PAUSED = new Rule("paused", false, "is");

  private final TestInbox<WorkerReply> caller = TestInbox.create();
  private final List<PartitionId> asked = new ArrayList<>();
  private ActorRef<RulesAre> answers;

  @Test
  void everySliceIsAskedTheHomeSliceFirst() {
    begin(RUNS);

    int home = Math.floorMod(ANN.name().hashCode(), SLICES);
    assertThat(asked)
        .extracting(PartitionId::index)
        .containsExactly(home, (home + 1) % SLICES, (home + 2) % SLICES);
  }

  @Test
  void aTaskIsOfferedWhereAnySliceOffersOne() {
    var explaining = begin(RUNS);
    answer(explaining, 0, ROOM, NO_TASK);
    answer(explaining, 1, ROOM, TASK);
    assertThat(caller.hasMessages()).as("a slice is still asked").isFalse();
    answer(explaining, 2, NO_ROOM, TASK);

    assertThat(explained()).isEqualTo(new Explained(true, List.of(RUNS, ROOM, TASK), List.of()));
    assertThat(explaining.isAlive()).isFalse();
  }

  @Test
  void noTaskIsOfferedWhereNoSliceMeetsAllRulesAlone() {
    var explaining = begin(RUNS);
    answer(explaining, 0, NO_ROOM, TASK);
    answer(explaining, 1, ROOM, NO_TASK);
    answer(explaining, 2, NO_ROOM, TASK);

    assertThat(explained())
        .isEqualTo(new Explained(false, List.of(RUNS, ROOM, NO_TASK), List.of()));
  }

  @Test
  void whatIsAgainstTheWorkerItselfHoldsWhateverSlicesOffer() {
    var explaining = begin(PAUSED);
    for (int place = 0; place < SLICES; place++) {
      answer(explaining, place, ROOM, TASK);
    }

    assertThat(explained().offered()).isFalse();
  }

  @Test
  void ofSlicesThatAreAsCloseTheFirstThatTheWorkerLooksIntoCounts() {
    Rule other = new Rule("nothing-to-offer", false, "none either");
    var explaining = begin(RUNS);
    answer(explaining, 2, ROOM, other);
    answer(explaining, 1, ROOM, other);
    answer(explaining, 0, ROOM, NO_TASK);

    assertThat(explained().rules()).containsExactly(RUNS, ROOM, NO_TASK);
  }

  @Test
  void whenTheTimeIsUpItSaysWhichSlicesDidNotAnswer() {
    var explaining = begin(RUNS);
    answer(explaining, 1, ROOM, TASK);
    answer(explaining, 1, ROOM, TASK);
    timeIsUp(explaining);

    Explained explained = explained();
    assertThat(explained.offered()).isTrue();
    assertThat(explained.unanswered())
        .containsExactlyInAnyOrder(asked.get(0).index(), asked.get(2).index())
        .isSorted();
    assertThat(explaining.isAlive()).isFalse();
  }

  @Test
  void whereNoSliceAnswersTheCallerIsToTryAgain() {
    timeIsUp(begin(RUNS));

    assertThat(caller.receiveMessage()).isEqualTo(new WorkerRefused(Refusal.TRY_AGAIN));
  }

  private BehaviorTestKit<Explaining.Message> begin(Rule own) {
    var profile = new WorkerProfile(Map.of(), List.of(), Map.of(), 0);
    var parts = new MemoryStore().parts(new PoolDirectory(), new Slices(), () -> NOW);
    var questions =
        POOL.slicesFor(ANN).stream().map(slice -> new Explaining.Question(slice, profile)).toList();
    return BehaviorTestKit.create(
        Explaining.of(ANN, parts, questions, List.of(own), caller.getRef()));
  }

  /** The slice at this place of those that were asked says its rules. */
  private void answer(BehaviorTestKit<Explaining.Message> explaining, int place, Rule... rules) {
    answers.tell(new RulesAre(asked.get(place), List.of(rules)));
    explaining.runOne();
  }

  private static void timeIsUp(BehaviorTestKit<Explaining.Message> explaining) {
    var timer =
        explaining.getAllEffects().stream()
            .filter(Effect.TimerScheduled.class::isInstance)
            .map(effect -> (Effect.TimerScheduled<?>) effect)
            .findFirst()
            .orElseThrow();
    assertThat(timer.duration()).isLessThan(SimulatedNode.SETTINGS.askTimeout());
    explaining.run((Explaining.Message) timer.msg());
  }

  private Explained explained() {
    return (Explained) caller.receiveMessage();
  }

  /** Notes who is asked, and where the answers go. */
  private final class Slices extends NobodyIsTold {
    @Override
    public void tell(PartitionId partition, PartitionCommand command) {
      asked.add(partition);
      answers = ((PartitionCommand.Explain) command).replyTo();
    }
  }
}
