package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.engine.task.RuledTask.assertAccepted;
import static swarmline.engine.task.RuledTask.assertRefused;
import static swarmline.engine.task.RuledTask.assertRepeated;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerRulesTest {
  private final RuledTask task = RuledTask.of("redundancy: {answers: 2}");

  @Test
  void anAnswerUnderALiveLeaseCountsAndIsApprovedAtOnce() {
    assertAccepted(task.answered("ann", "yes"), 1);

    assertThat(task.turn(1).status()).isEqualTo(Assignment.Status.APPROVED);
    assertThat(task.turn(1).counted()).isTrue();
    assertThat(task.open()).isTrue();
  }

  @Test
  void theSameAnswerAgainIsTheSameAcceptanceAlsoWhenTheTaskHasEnded() {
    task.answered("ann", "yes");
    assertRepeated(task.submit(1, "ann", "yes"), 1);

    task.answered("bob", "yes");
    assertRepeated(task.submit(1, "ann", "yes"), 1);
    assertRepeated(task.submit(2, "bob", "yes"), 2);
  }

  @Test
  void anotherAnswerUnderAnAnsweredAssignmentDiffers() {
    task.answered("ann", "yes");

    assertRefused(task.submit(1, "ann", "no"), Refusal.ANSWER_DIFFERS);
    assertThat(task.turn(1).answer()).isEqualTo("\"yes\"");
  }

  @Test
  void anAssignmentThatNeverWasIsUnknown() {
    assertRefused(task.submit(1, "ann", "yes"), Refusal.UNKNOWN_ASSIGNMENT);
    assertRefused(task.submit(0, "ann", "yes"), Refusal.UNKNOWN_ASSIGNMENT);
    assertRefused(task.submit(-1, "ann", "yes"), Refusal.UNKNOWN_ASSIGNMENT);
  }

  @Test
  void anAssignmentOfAnotherWorkerIsNotAnswered() {
    task.leased("ann");

    assertRefused(task.submit(1, "bob", "yes"), Refusal.NOT_YOUR_ASSIGNMENT);
    assertThat(task.turn(1).live()).isTrue();
  }

  @Test
  void thePlatformSpeaksForWhoeverHoldsTheLease() {
    task.leased("ann");

    assertAccepted(task.submit(1, null, "yes"), 1);
  }

  @Test
  void anAnswerOfTheWrongFormIsRefusedAndTheLeaseGoesOn() {
    var choice = RuledTask.of("answer: {type: 'choice', choices: ['yes', 'no']}");
    choice.leased("ann");

    assertRefused(choice.submit(1, "ann", "perhaps"), Refusal.INVALID_ANSWER);
    assertAccepted(choice.submit(1, "ann", "yes"), 1);
  }

  @Test
  void consensusEndsTheTaskAndRecallsThoseWhoStillHaveIt() {
    var majority =
        RuledTask.of(
            "redundancy: {answers: 3}, consensus: {rule: 'agreement', matching: 2},"
                + " reward: {amount: 5, revoked: 'pay'}");
    majority.leased("cid");
    majority.answered("ann", "yes");

    majority.answered("bob", "yes");

    assertThat(majority.ended().outcome()).isEqualTo(OutcomeKind.RESOLVED);
    assertThat(majority.ended().value()).isEqualTo("\"yes\"");
    assertThat(majority.turn(1).status()).isEqualTo(Assignment.Status.REVOKED);
    assertThat(majority.turn(1).settlement())
        .isEqualTo(new Settlement(Settlement.Verdict.REVOKED, 5, "USD"));
    assertRefused(majority.submit(1, "cid", "yes"), Refusal.LEASE_REVOKED);
  }

  @Test
  void aRecalledHolderIsNotPaidUnlessThePoolSaysSo() {
    var unpaid =
        RuledTask.of(
            "redundancy: {answers: 2}, consensus: {rule: 'matching', matching: 1},"
                + " reward: {amount: 5}");
    unpaid.leased("cid");
    unpaid.answered("ann", "yes");

    assertThat(unpaid.turn(1).settlement().amount()).isZero();
    assertThat(unpaid.turn(2).settlement().amount()).isEqualTo(5);
  }

  @Test
  void aTieIsContestedAndHasNoValue() {
    task.answered("ann", "yes");
    task.answered("bob", "no");

    assertThat(task.ended().outcome()).isEqualTo(OutcomeKind.CONTESTED);
    assertThat(task.ended().value()).isNull();
    assertThat(task.ended().confidence()).isEqualTo(0.5);
    assertThat(task.ended().reason()).isEqualTo("tie");
  }

  @Test
  void theNumberWantedIsRaisedOneByOneUpToTheMaximum() {
    var more =
        RuledTask.of(
            "redundancy: {answers: 2, max: 4}, consensus: {rule: 'matching', matching: 2}");
    more.answered("ann", "a");
    assertThat(more.redundancy()).isEqualTo(2);
    more.answered("bob", "b");
    assertThat(more.redundancy()).isEqualTo(3);
    more.answered("cid", "c");
    assertThat(more.redundancy()).isEqualTo(4);
    more.answered("dan", "c");

    assertThat(more.ended().value()).isEqualTo("\"c\"");
  }

  @Test
  void anAnswerAtTheDeadlineIsInTimeOnlyWithinTheGrace() {
    var graced = RuledTask.of("lease: {seconds: 60, graceSeconds: 5}, redundancy: {answers: 3}");
    graced.leased("ann");
    graced.leased("bob");

    assertAccepted(graced.later(64).submit(1, "ann", "yes"), 1);
    assertRefused(graced.later(1).submit(2, "bob", "yes"), Refusal.LEASE_EXPIRED);
  }

  @Test
  void anEndedLeaseTellsHowItEnded() {
    var wide = RuledTask.of("redundancy: {answers: 9}");
    wide.giveBack(wide.leased("ann"), "ann");
    wide.skip(wide.leased("bob"), "bob");
    wide.revoke(wide.leased("cid"));
    wide.leased("dan");
    wide.later(60);

    assertRefused(wide.submit(1, "ann", "yes"), Refusal.LEASE_RETURNED);
    assertRefused(wide.submit(2, "bob", "yes"), Refusal.LEASE_SKIPPED);
    assertRefused(wide.submit(3, "cid", "yes"), Refusal.LEASE_REVOKED);
    assertRefused(wide.submit(4, "dan", "yes"), Refusal.LEASE_EXPIRED);
    assertThat(wide.state().turns().counted()).isZero();
  }

  @Test
  void answersAreComparedByTheirCanonicalText() {
    var json = RuledTask.of("redundancy: {answers: 2}");
    json.leased("ann");
    json.leased("bob");
    json.carryOut(json.rules().submit(json.state(), 1, "ann", "{\"a\":1.0,\"b\":[]}", json.now()));
    json.carryOut(json.rules().submit(json.state(), 2, "bob", "{\"b\": [], \"a\": 1}", json.now()));

    assertThat(json.ended().value()).isEqualTo("{\"a\":1,\"b\":[]}");
    assertThat(List.of(json.ended().confidence())).containsExactly(1.0);
  }

  @Test
  void numbersThatAreNearEachOtherSettleATaskOnTheirMedian() {
    var task =
        RuledTask.of(
            "redundancy: {answers: 3}, answer: {type: 'number', tolerance: 0.5},"
                + " consensus: {rule: 'agreement', aggregator: 'median'}");

    task.answeredJson("ann", "12.0");
    task.answeredJson("bob", "90");
    task.answeredJson("cid", "12.4");

    assertThat(task.ended().value()).isEqualTo("12.4");
    assertThat(task.ended().confidence()).isEqualTo(2.0 / 3);
  }

  @Test
  void textsThatDifferInCaseOnlySettleATask() {
    var task =
        RuledTask.of(
            "redundancy: {answers: 2}, answer: {type: 'text'},"
                + " consensus: {rule: 'agreement', aggregator: 'normalised-text'}");

    task.answeredJson("ann", "\"Oak\"");
    task.answeredJson("bob", "\"oak.\"");

    assertThat(task.ended().value()).isEqualTo("\"Oak\"");
    assertThat(task.ended().confidence()).isEqualTo(1);
  }

  @Test
  void labelsAreDecidedOneByOneAndOnlyAllOfThemSettleATask() {
    var task =
        RuledTask.of(
            "redundancy: {answers: 3}, answer: {type: 'choices', choices: ['cat', 'dog', 'cow']},"
                + " consensus: {rule: 'agreement', matching: 2}");

    task.answeredJson("ann", "[\"dog\", \"cat\"]");
    task.answeredJson("bob", "[\"cat\"]");
    assertThat(task.open()).isTrue();
    task.answeredJson("cid", "[\"cat\", \"dog\"]");

    assertThat(task.ended().value()).isEqualTo("[\"cat\",\"dog\"]");
    assertThat(task.ended().confidence()).isEqualTo(2.0 / 3);
  }

  @Test
  void aTaskWhoseBoxesDifferSaysInWhat() {
    var task =
        RuledTask.of(
            "redundancy: {answers: 2}, answer: {type: 'boxes', choices: ['cat', 'dog']},"
                + " consensus: {rule: 'fixed'}");
    String cat = "[{\"x\": 0, \"y\": 0, \"width\": 9, \"height\": 9, \"label\": \"cat\"}]";

    task.answeredJson("ann", cat);
    task.answeredJson("bob", cat.replace("cat", "dog"));

    assertThat(task.ended().outcome()).isEqualTo(OutcomeKind.CONTESTED);
    assertThat(task.ended().reason()).isEqualTo("boxes-differ-in-label");
  }

  @Test
  void wordsAndRankingsSettleATaskThoughNoTwoAnswersAreTheSame() {
    var words =
        RuledTask.of(
            "redundancy: {answers: 3}, answer: {type: 'text'},"
                + " consensus: {rule: 'agreement', aggregator: 'rover'}");
    words.answeredJson("ann", "\"the quick fox\"");
    words.answeredJson("bob", "\"The thick fox\"");
    words.answeredJson("cid", "\"a quick fox\"");
    var ranking =
        RuledTask.of(
            "redundancy: {answers: 3}, answer: {type: 'ranking', choices: ['a', 'b', 'c']},"
                + " consensus: {rule: 'agreement', aggregator: 'bradley-terry'}");
    ranking.answeredJson("ann", "[\"a\", \"b\", \"c\"]");
    ranking.answeredJson("bob", "[\"b\", \"a\", \"c\"]");
    ranking.answeredJson("cid", "[\"a\", \"c\", \"b\"]");

    assertThat(words.ended().value()).isEqualTo("\"The quick fox\"");
    assertThat(ranking.ended().value()).isEqualTo("[\"a\",\"b\",\"c\"]");
    assertThat(ranking.ended().confidence()).isEqualTo(2.0 / 3);
  }
}
