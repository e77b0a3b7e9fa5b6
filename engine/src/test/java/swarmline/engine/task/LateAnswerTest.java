package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.engine.task.RuledTask.assertAccepted;
import static swarmline.engine.task.RuledTask.assertRefused;
import static swarmline.engine.task.RuledTask.assertRepeated;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LateAnswerTest {

  @Test
  void aPoolThatRejectsLateAnswersKeepsNothing() {
    var task = lapsed("reject", 1);

    assertRefused(task.submit(1, "ann", "yes"), Refusal.LEASE_EXPIRED);
    assertRefused(task.submit(1, "ann", "yes"), Refusal.LEASE_EXPIRED);
    assertThat(task.turn(1).answer()).isNull();
  }

  @Test
  void theExpiredLeaseIsWhatIsToldBeforeAnythingAboutTheAnswer() {
    var task =
        RuledTask.of("lease: {seconds: 60}, answer: {type: 'choice', choices: ['yes', 'no']}");
    task.leased("ann");
    task.later(60);

    assertRefused(task.submit(1, "ann", "perhaps"), Refusal.LEASE_EXPIRED);
  }

  @Test
  void aPoolThatRecordsLateAnswersKeepsTheFirstAndCountsNone() {
    var task = lapsed("record", 1);
    task.look();
    task.later(5);

    Decision first = task.submit(1, "ann", "yes");

    assertRefused(first, Refusal.LATE_ANSWER_RECORDED);
    assertThat(first.events()).hasAtLeastOneElementOfType(TaskEvent.AnswerRecorded.class);
    assertThat(task.turn(1).answer()).isEqualTo("\"yes\"");
    assertThat(task.turn(1).counted()).isFalse();
    assertThat(task.open()).isTrue();
    Instant came = task.now();
    assertThat(task.turn(1).submittedAt()).isEqualTo(came).isAfter(task.turn(1).endedAt());

    task.later(1);
    Decision again = task.submit(1, "ann", "yes");
    assertRefused(again, Refusal.LATE_ANSWER_RECORDED);
    assertThat(again.events()).isEmpty();
    assertRefused(task.submit(1, "ann", "no"), Refusal.ANSWER_DIFFERS);
    assertThat(task.turn(1).submittedAt()).as("the first one came").isEqualTo(came);
  }

  @Test
  void aLateAnswerOfTheWrongFormIsNotRecorded() {
    var task =
        RuledTask.of(
            "lease: {seconds: 60, lateAnswer: 'record'},"
                + " answer: {type: 'choice', choices: ['yes', 'no']}");
    task.leased("ann");
    task.later(60);

    assertRefused(task.submit(1, "ann", "perhaps"), Refusal.INVALID_ANSWER);
    assertThat(task.turn(1).answer()).isNull();
  }

  @Test
  void aPoolThatAcceptsLateAnswersCountsThemUnderANewAssignment() {
    var task = lapsed("accept", 2);

    Decision late = task.submit(1, "ann", "yes");

    assertAccepted(late, 2);
    assertThat(task.turn(1).status()).isEqualTo(Assignment.Status.EXPIRED);
    assertThat(task.turn(1).counted()).isFalse();
    assertThat(task.turn(2).counted()).isTrue();
    assertRepeated(task.submit(1, "ann", "yes"), 2);
    assertRefused(task.submit(1, "ann", "no"), Refusal.ANSWER_DIFFERS);
  }

  @Test
  void aLateAnswerThatWasCountedIsAcceptedAgainThoughThePolicyIsAnotherNow() {
    var task = lapsed("accept", 2);
    task.submit(1, "ann", "yes");

    task.policy("lease: {seconds: 60, lateAnswer: 'reject'}, redundancy: {answers: 2}");

    assertRepeated(task.submit(1, "ann", "yes"), 2);
  }

  @Test
  void aLateAnswerIsOnlyRecordedWhereNoSlotIsFree() {
    var task = lapsed("accept", 1);
    task.leased("bob");

    assertRefused(task.submit(1, "ann", "yes"), Refusal.LATE_ANSWER_RECORDED);
    assertThat(task.state().turns().taken()).isEqualTo(1);
  }

  @Test
  void aLateAnswerIsOnlyRecordedWhereTheTaskHasEnded() {
    var task = lapsed("accept", 1);
    task.answered("bob", "no");

    assertRefused(task.submit(1, "ann", "yes"), Refusal.LATE_ANSWER_RECORDED);
    assertThat(task.ended().value()).isEqualTo("\"no\"");
  }

  @Test
  void aLateAnswerIsOnlyRecordedWhereItsWorkerHasTheTaskAgain() {
    var task = lapsed("accept", 3);
    task.leased("ann");

    assertRefused(task.submit(1, "ann", "yes"), Refusal.LATE_ANSWER_RECORDED);
    assertAccepted(task.submit(2, "ann", "no"), 2);
  }

  @Test
  void aLateAnswerIsOnlyRecordedWhereItsWorkersAnswerWasRejected() {
    var task =
        RuledTask.of(
            "lease: {seconds: 60, lateAnswer: 'accept'}, redundancy: {answers: 3},"
                + " review: {mode: 'manual'}");
    task.leased("ann");
    task.later(60);
    task.answered("ann", "no");
    task.review(2, false);

    assertRefused(task.submit(1, "ann", "yes"), Refusal.LATE_ANSWER_RECORDED);
    assertThat(task.state().turns().counted()).isZero();
  }

  @Test
  void theRequestOfAnotherWorkersClaimIsNotMistakenForACountedLateAnswer() {
    var task = lapsed("accept", 3);
    task.carryOut(task.rules().claim(task.state(), "bob", "late:1", task.now()));
    task.submit(2, "bob", "no");

    assertAccepted(task.submit(1, "ann", "yes"), 3);
  }

  @Test
  void aSecondLapseOfOneWorkerIsALateAnswerOfItsOwn() {
    var task = lapsed("record", 1);
    task.leased("ann");
    task.later(60);

    assertRefused(task.submit(2, "ann", "b"), Refusal.LATE_ANSWER_RECORDED);
    assertRefused(task.submit(1, "ann", "a"), Refusal.LATE_ANSWER_RECORDED);
    assertThat(task.state().turns().all())
        .extracting(Assignment::answer)
        .containsExactly("\"a\"", "\"b\"");
  }

  /** A task whose first lease, of ann, has just expired. */
  private static RuledTask lapsed(String policy, int answers) {
    var task =
        RuledTask.of(
            "lease: {seconds: 60, lateAnswer: '"
                + policy
                + "'}, redundancy: {answers: "
                + answers
                + "}");
    task.leased("ann");
    return task.later(60);
  }
}
