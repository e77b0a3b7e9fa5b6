package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.dispatch.WorkerReply;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.Refusal;

/** Work that is pulled over HTTP instead of being pushed to a session. */
class PullTest extends OnePlatform {
  @Test
  void aPullThatDoesNotWaitGetsWhatThereIsWheneverItComes() {
    var acme = platform.tenant();
    PoolId pool = acme.open("");
    var ann = acme.worker("ann");
    Instant end = Instant.now().plus(Duration.ofMillis(2_500));
    int pulls = 0;
    while (Instant.now().isBefore(end)) {
      acme.publish(pool, "t" + pulls++);
      var pulled = ann.pulls(pool);

      assertThat(pulled.why()).isNull();
      AssignmentId assignment = pulled.assignments().get(0).assignment();
      assertThat(assignment.ordinal()).as("nothing was granted and given back").isEqualTo(1);
      ann.submits(assignment, "\"yes\"");
    }
  }

  @Test
  void aLongPollIsServedByALaterPublication() {
    var acme = platform.tenant();
    PoolId pool = acme.open("");
    var ann = acme.worker("ann");
    CompletionStage<WorkerReply> poll =
        platform
            .engine()
            .pull(ann.id(), List.of(pool), null, 1, Instant.now(), Duration.ofSeconds(30), null);
    Platform.until(
        () -> RunningEngine.await(platform.engine().count(acme.view(pool))).waiting() == 1);

    acme.publish(pool, "a");

    assertThat(((WorkerReply.Pulled) RunningEngine.await(poll)).assignments()).hasSize(1);
  }

  @Test
  void aLongPollEndsWhenNothingCame() {
    var acme = platform.tenant();
    PoolId pool = acme.open("");

    var pulled = acme.worker("ann").pulls(pool, null, Duration.ofMillis(300), null);

    assertThat(pulled.assignments()).isEmpty();
    assertThat(pulled.why()).isEqualTo(Refusal.NOTHING_TO_OFFER);
    Platform.until(
        () -> RunningEngine.await(platform.engine().count(acme.view(pool))).waiting() == 0);
  }

  @Test
  void aWorkerWithoutASessionIsOfferedWhatAPullWouldGet() {
    var acme = platform.tenant();
    PoolId pool = acme.open("");
    var ann = acme.worker("ann");
    assertThat(explained(ann, pool).offered()).as("there is nothing").isFalse();

    acme.publish(pool, "a");

    assertThat(explained(ann, pool).offered()).isTrue();
    assertThat(ann.gets(pool, 1)).containsExactly(1L);
    assertThat(explained(ann, pool).offered()).as("it holds enough").isFalse();
  }

  private static WorkerReply.Explained explained(Platform.Worker worker, PoolId pool) {
    return (WorkerReply.Explained) worker.ask(replyTo -> new WorkerCommand.Explain(pool, replyTo));
  }

  @Test
  void thisVeryTaskIsClaimedOrRefusedForItsOwnReason() {
    var acme = platform.tenant();
    PoolId pool = acme.open("limits: {perWorkerAtOnce: 0}");
    acme.publish(pool, "a", "b");
    var ann = acme.worker("ann");
    var second = new TaskId(pool, 2);

    var pulled = ann.pulls(pool, second, Duration.ZERO, null);

    assertThat(pulled.assignments())
        .extracting(held -> held.assignment().task())
        .containsExactly(second);
    assertThat(ann.pulls(pool, second, Duration.ZERO, null).assignments())
        .as("it holds it already")
        .extracting(held -> held.assignment().ordinal())
        .containsExactly(1);
    assertThat(acme.worker("bob").pulls(pool, second, Duration.ZERO, null).why())
        .isEqualTo(Refusal.NO_SLOT_FREE);
    ann.submits(pulled.assignments().get(0).assignment(), "1");
    acme.settled(pool, 1);
    assertThat(ann.pulls(pool, second, Duration.ZERO, null).why()).isEqualTo(Refusal.TASK_ENDED);
  }

  @Test
  void aNumberThatNoTaskEverHadIsUnknownAndThatOfAFinalTaskEndedAlsoAfterARestart() {
    var acme = platform.tenant();
    PoolId pool = acme.open("", 3);
    long number = acme.publish(pool, "a")[0];
    var ann = acme.worker("ann");
    ann.submits(ann.gets(pool), "1");
    acme.settled(pool, 1);

    assertThat(claimed(ann, pool, 6)).isEqualTo(unknownBut(number, 6));
    platform.restart();
    assertThat(claimed(ann, pool, 6)).isEqualTo(unknownBut(number, 6));
  }

  /** Why each of the pool's first numbers cannot be had. */
  private static List<Refusal> claimed(Platform.Worker worker, PoolId pool, int numbers) {
    return LongStream.rangeClosed(1, numbers)
        .mapToObj(number -> worker.pulls(pool, new TaskId(pool, number), Duration.ZERO, null).why())
        .toList();
  }

  private static List<Refusal> unknownBut(long ended, int numbers) {
    return LongStream.rangeClosed(1, numbers)
        .mapToObj(number -> number == ended ? Refusal.TASK_ENDED : Refusal.UNKNOWN_TASK)
        .toList();
  }
}
