package swarmline.loadtest.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static swarmline.loadtest.audit.Story.leased;
import static swarmline.loadtest.audit.Story.ms;
import static swarmline.loadtest.audit.Story.stored;

import org.junit.jupiter.api.Test;
import swarmline.loadtest.history.Note;
import swarmline.loadtest.history.Note.StoredAnswer;

/** Each test plants one violation in a story that has none. */
class AuditTest {
  private static final String REPLACING =
      ", 'rules': [{'name': 'r', 'collect': 'skips', 'then': [{'action': 'replace-answers'}]}]";

  private final Story story = new Story();

  @Test
  void aFaultlessRunPasses() {
    assertThat(story.audit().kept()).isEmpty();
  }

  @Test
  void withoutTheStoredTruthThereIsNothingToJudge() {
    story.without(Note.TruthRead.class, "");

    assertThatThrownBy(story::audit).hasMessageContaining("what the server stored");
  }

  @Test
  void anAcknowledgedTaskThatIsNotStoredIsLost() {
    story.with(new Note.Publishing(ms(6), "p", "lt", 2, 1));
    story.with(new Note.Published(ms(7), "p", "lt", 2, 1));

    finds(AcknowledgedTasks.class, "task 2 of p/lt was acknowledged and is lost");
  }

  @Test
  void aTaskThatWasSentAndNotAcknowledgedMayBeStoredOrNot() {
    story.with(new Note.Publishing(ms(6), "p", "lt", 2, 2));
    story.with(new Note.StoredTask("p", "p-3", "lt-000000002", "open"));
    story.with(new Note.StoredOutcome("p", "p-3", "lt-000000002", "cancelled", "", 0, ms(3_000)));

    assertThat(story.audit().kept()).isEmpty();
  }

  @Test
  void aTaskNobodyPublishedIsAPhantom() {
    story.with(new Note.StoredTask("p", "p-3", "lt-000000007", "open"));
    story.with(new Note.StoredOutcome("p", "p-3", "lt-000000007", "cancelled", "", 0, ms(9)));

    finds(AcknowledgedTasks.class, "task p-3 has key lt-000000007 that nobody published");
  }

  @Test
  void aKeyThatIsStoredTwiceIsFound() {
    story.with(new Note.StoredTask("p", "p-3", "lt-000000000", "open"));
    story.with(new Note.StoredOutcome("p", "p-3", "lt-000000000", "cancelled", "", 0, ms(9)));

    finds(AcknowledgedTasks.class, "key lt-000000000 is stored twice in pool p");
  }

  @Test
  void aLeaseThatWasToldAndIsNotStoredIsLost() {
    story.without(StoredAnswer.class, "p-2.1");

    finds(ToldLeases.class, "p-2.1 was handed to w-2 and is not stored");
  }

  @Test
  void aLeaseThatIsStoredForAnotherIsFound() {
    story.change(
        StoredAnswer.class, "p-2.1", s -> stored(1, "p-2.1", 100, "expired", false, 1_102));

    finds(ToldLeases.class, "p-2.1 was handed to w-2 and is stored for w-1");
  }

  @Test
  void aLeaseThatIsListedTwiceIsFound() {
    story.with(stored(2, "p-2.1", 100, "expired", false, 1_102));

    finds(ToldLeases.class, "p-2.1 is stored 2 times");
  }

  @Test
  void anAcceptedAnswerThatIsNotStoredIsLost() {
    story.with(leased(2, "p-1.3", 3_000));
    story.with(new Note.Answered(2, ms(3_010), "p-1.3", 8, "\"no\""));
    story.with(new Note.Accepted(2, ms(3_020), "p-1.3", 8));
    story.with(stored(2, "p-1.3", 3_000, "expired", false, 4_001));

    assertThat(story.audit().counts()).containsKey("AcceptedAnswers");
  }

  @Test
  void anAnswerThatIsStoredOtherwiseIsFound() {
    story.change(Note.Answered.class, "p-1.1", n -> answered(n, "\"no\""));

    finds(AcceptedAnswers.class, "the answer under p-1.1 was \"no\" and is stored as \"yes\"");
  }

  @Test
  void anAcceptedAnswerThatDoesNotCountIsFound() {
    story.change(StoredAnswer.class, "p-1.1", s -> stored(0, "p-1.1", 100, "approved", false, 150));

    assertThat(story.audit().kept())
        .extracting(Finding::what)
        .contains("the answer under p-1.1 was accepted and not counted");
  }

  @Test
  void anAnswerThatARuleMayHaveReplacedNeedNotCountButMustBeStored() {
    story.without(Note.class, "p-1");
    story.change(Note.PoolMade.class, "", pool -> pool("'wrongGolds': 'pay'", REPLACING));
    story.with(new Note.StoredTask("p", "p-1", Story.key(1), "cancelled"));
    story.with(new Note.StoredOutcome("p", "p-1", Story.key(1), "cancelled", "", 0, ms(3_000)));
    story.done(0, "p-1.1", 100);
    story.change(StoredAnswer.class, "p-1.1", s -> stored(0, "p-1.1", 100, "approved", false, 150));
    assertThat(story.audit().kept()).isEmpty();

    story.without(StoredAnswer.class, "p-1.1");
    story.with(stored(0, "p-1.1", 100, "expired", false, 1_102));

    assertThat(story.audit().counts()).containsKey("AcceptedAnswers");
  }

  @Test
  void leasesBeyondTheRedundancyAreFoundInWhatIsStored() {
    story.expired(2, "p-1.3", 120);
    story.without(Note.Expired.class, "p-1.3");

    finds(OverAssignment.class, "task p-1 wants 2 and had 3 at once, as stored");
  }

  @Test
  void leasesBeyondTheRedundancyAreFoundInWhatClientsSaw() {
    story.with(leased(2, "p-1.3", 120));
    story.with(new Note.Expired(2, ms(1_121), "p-1.3"));
    story.with(stored(2, "p-1.3", 50, "returned", false, 60));

    finds(OverAssignment.class, "task p-1 wants 2 and had 3 at once, as clients saw it");
  }

  @Test
  void twoCountedAnswersOfOneWorkerAreFound() {
    story.without(Note.class, "p-1.2");
    story.done(0, "p-1.2", 200);

    finds(OnePerWorker.class, "2 answers of w-0 count on task p-1");
  }

  @Test
  void twoLeasesOfOneWorkerAtOnceAreFound() {
    story.change(
        StoredAnswer.class, "p-2.1", s -> stored(2, "p-2.1", 100, "expired", false, 1_102));
    story.expired(2, "p-2.4", 500);

    finds(OnePerWorker.class, "w-2 held two leases at once on task p-2");
  }

  @Test
  void aCountedAnswerAfterTheEndOfItsLeaseIsFound() {
    story.change(
        StoredAnswer.class, "p-1.1", s -> stored(0, "p-1.1", 100, "approved", true, 1_100));

    finds(FencedAnswers.class, "p-1.1 counts, though submitted 0 us after its lease had ended");
  }

  @Test
  void aCountedAnswerThatWasRefusedIsFound() {
    story.without(Note.Accepted.class, "p-1.1");
    story.with(new Note.Refused(0, ms(160), "p-1.1", 7, "lease-ended"));

    finds(FencedAnswers.class, "p-1.1 counts, though its worker was told lease-ended");
  }

  @Test
  void aCountedAnswerAfterTheWorkerWasToldOfTheEndIsFound() {
    story.with(new Note.Expired(0, ms(120), "p-1.1"));

    finds(FencedAnswers.class, "p-1.1 counts, though told to be over before the answer");
  }

  @Test
  void aLeaseThatNeverEndsIsFound() {
    story.change(StoredAnswer.class, "p-2.1", s -> live(s));

    assertThat(story.audit().kept())
        .extracting(Finding::what)
        .contains("p-2.1 is still live 4900000 us after its deadline");
  }

  @Test
  void leasesThatEndLateAreFound() {
    story.change(
        StoredAnswer.class, "p-2.1", s -> stored(2, "p-2.1", 100, "expired", false, 1_300));

    finds(LeaseEnds.class, "leases expired up to 200063 us (p99) after their deadline");
  }

  @Test
  void aLeaseMayEndLateWhenTheServerWasAwayAtItsDeadline() {
    story.change(
        StoredAnswer.class, "p-2.1", s -> stored(2, "p-2.1", 100, "expired", false, 1_900));
    story.with(new Note.ServerDown(ms(1_050), "kill -9"));
    story.with(new Note.ServerUp(ms(1_850)));

    assertThat(story.audit().kept()).isEmpty();
  }

  @Test
  void aLeaseThatEndsBeforeItsDeadlineIsFound() {
    story.change(
        StoredAnswer.class, "p-2.1", s -> stored(2, "p-2.1", 100, "expired", false, 1_099));

    finds(LeaseEnds.class, "p-2.1 expired 1000 us before its deadline");
  }

  @Test
  void aSecondOutcomeIsFound() {
    story.with(
        new Note.StoredOutcome("p", "p-1", Story.key(1), "resolved", "\"yes\"", 2, ms(3_001)));

    finds(Outcomes.class, "task p-1 has 2 outcomes");
  }

  @Test
  void aTaskWithoutOutcomeWhenAllIsDoneIsFound() {
    story.without(Note.StoredOutcome.class, "p-1");

    finds(Outcomes.class, "all was done, but task p-1 has no outcome");
  }

  @Test
  void anOutcomeOfFewerAnswersThanCountIsFound() {
    story.change(
        Note.StoredOutcome.class,
        "p-1",
        o -> new Note.StoredOutcome("p", "p-1", o.key(), "resolved", "\"yes\"", 1, o.at()));

    finds(Outcomes.class, "the outcome of task p-1 is of 1 answers, and 2 count");
  }

  @Test
  void anOutcomeBeforeAllAnswersIsFound() {
    story.without(Note.class, "p-1.2");
    story.change(
        Note.StoredOutcome.class,
        "p-1",
        o -> new Note.StoredOutcome("p", "p-1", o.key(), "resolved", "\"yes\"", 1, o.at()));

    finds(Outcomes.class, "task p-1 is resolved with 1 answers and wants 2");
  }

  @Test
  void aSettlementThatIsInNoLedgerIsFound() {
    story.without(Note.StoredLedgerLine.class, "p-1.1");

    finds(Ledgers.class, "p-1.1 is approved and in no ledger");
  }

  @Test
  void aSettlementThatIsInTheLedgerTwiceIsFound() {
    story.with(new Note.StoredLedgerLine("w-0", "p-1.1", "approved", 20_000));

    finds(Ledgers.class, "p-1.1 is in the ledger of w-0 twice");
  }

  @Test
  void anAmountThatThePoolDoesNotPayIsFound() {
    story.change(
        Note.StoredLedgerLine.class,
        "p-1.1",
        line -> new Note.StoredLedgerLine("w-0", "p-1.1", "approved", 30_000));
    story.change(
        Note.Settled.class,
        "p-1.1",
        told -> new Note.Settled(0, told.at(), "p-1.1", "approved", 30_000));

    finds(Ledgers.class, "p-1.1 is approved for 30000");
  }

  @Test
  void aLedgerThatSaysOtherThanTheWorkerWasToldIsFound() {
    story.change(
        Note.Settled.class,
        "p-1.1",
        told -> new Note.Settled(0, told.at(), "p-1.1", "rejected", 0));

    finds(
        Ledgers.class,
        "w-0 was told that p-1.1 is rejected for 0, the ledger says approved for 20000");
  }

  @Test
  void aSettlementThatIsToldTwiceAlikeIsHarmless() {
    story.with(new Note.Settled(0, ms(170), "p-1.1", "approved", 20_000));

    assertThat(story.audit().kept()).isEmpty();
  }

  @Test
  void whatACorrectedGoldTookBackIsRight() {
    adjusted(-20_000);

    assertThat(story.audit().kept()).isEmpty();
  }

  @Test
  void aWrongGoldMayEarnNothingAndItsCorrectionPayForIt() {
    story.change(Note.PoolMade.class, "", pool -> pool("'wrongGolds': 'no-pay'", ""));
    story.change(
        Note.StoredLedgerLine.class,
        "p-1.1",
        line -> new Note.StoredLedgerLine("w-0", "p-1.1", "approved", 0));
    story.change(
        Note.Settled.class,
        "p-1.1",
        told -> new Note.Settled(0, told.at(), "p-1.1", "approved", 0));
    assertThat(story.audit().kept()).isEmpty();

    adjusted(20_000);

    assertThat(story.audit().kept()).isEmpty();
  }

  @Test
  void anAdjustmentThatPaysTwiceIsFound() {
    adjusted(20_000);

    finds(Ledgers.class, "w-0 has, all adjusted, 40000 for task p-1");
  }

  /** An assignment that only adjusts what the first one came to. */
  private void adjusted(long amount) {
    story.with(stored(0, "p-1.3", 4_000, "adjusted", false, 4_000));
    story.with(new Note.StoredLedgerLine("w-0", "p-1.3", "adjusted", amount));
  }

  private static Note.PoolMade pool(String reward, String rules) {
    String spec =
        "{'redundancy': {'answers': 2}, 'consensus': {'rule': 'fixed'}, 'lease': {'seconds': 1},"
            + " 'reward': {'amount': 20000, "
            + reward
            + "}"
            + rules
            + "}";
    return new Note.PoolMade("p", spec.replace('\'', '"'));
  }

  @Test
  void aLedgerLineOfNothingIsFound() {
    story.with(new Note.StoredLedgerLine("w-0", "p-9.1", "approved", 20_000));

    finds(Ledgers.class, "the ledger of w-0 has p-9.1, which is not stored");
  }

  @Test
  void anAnswerNobodyGaveIsFound() {
    story.without(Note.Answered.class, "p-1.1");
    story.without(Note.Accepted.class, "p-1.1");

    finds(Phantoms.class, "the answer under p-1.1 was given by nobody");
  }

  @Test
  void aLeaseThatAConnectedWorkerWasNeverToldOfIsFound() {
    story.without(Note.Leased.class, "p-2.1");
    story.without(Note.Expired.class, "p-2.1");

    finds(Phantoms.class, "w-2 was never told of p-2.1");
  }

  @Test
  void aLeaseMayStayUntoldForAsLongAsOthersWereToldLate() {
    story.without(Note.Leased.class, "p-2.1");
    story.without(Note.Expired.class, "p-2.1");
    story.change(
        Note.Leased.class,
        "p-1.1",
        told ->
            new Note.Leased(
                told.worker(), ms(700), told.assignment(), told.task(), told.expiresAt(), false));

    assertThat(story.audit().counts()).doesNotContainKey("Phantoms");
  }

  @Test
  void aLeaseMayStayUntoldWhenItsWorkerWasCutOff() {
    story.without(Note.Leased.class, "p-2.1");
    story.without(Note.Expired.class, "p-2.1");
    story.with(new Note.Disconnected(2, ms(101), "connection lost"));
    story.with(new Note.Welcomed(2, ms(1_500)));

    assertThat(story.audit().kept()).isEmpty();
  }

  @Test
  void aLeaseMayStayUntoldWhenItsWorkerHadLeftForGood() {
    story.without(Note.Leased.class, "p-2.1");
    story.without(Note.Expired.class, "p-2.1");
    story.with(new Note.Disconnected(2, ms(99), "close 1000"));

    assertThat(story.audit().kept()).isEmpty();
  }

  @Test
  void aLeaseMayStayUntoldWhenItsWorkerCameBackAndWasCutOffAgain() {
    story.without(Note.Leased.class, "p-2.1");
    story.without(Note.Expired.class, "p-2.1");
    story.with(new Note.Disconnected(2, ms(99), "connection lost"));
    story.with(new Note.Welcomed(2, ms(101)));
    story.with(new Note.Disconnected(2, ms(130), "connection lost"));

    assertThat(story.audit().kept()).isEmpty();
  }

  @Test
  void aLeaseThatTheServerHadNoTimeToTellOfBeforeItWasKilledIsExcused() {
    story.without(Note.Leased.class, "p-2.1");
    story.without(Note.Expired.class, "p-2.1");
    story.with(new Note.ServerDown(ms(1_050), "kill -9"));
    story.with(new Note.ServerUp(ms(1_500)));
    story.with(new Note.Disconnected(2, ms(1_400), "connection lost"));

    assertThat(story.audit().kept()).isEmpty();
  }

  @Test
  void aLeaseThatReconnectingDidNotTellOfIsFound() {
    story.without(Note.Leased.class, "p-2.1");
    story.without(Note.Expired.class, "p-2.1");
    story.with(new Note.Disconnected(2, ms(99), "connection lost"));
    story.with(new Note.Welcomed(2, ms(101)));

    finds(Phantoms.class, "w-2 was never told of p-2.1");
  }

  @Test
  void earningsThatAreNotTheSumOfTheLedgerAreFound() {
    story.with(new Note.StoredWorker("w-0", 60_000));
    story.with(new Note.StoredWorker("w-1", 40_000));

    finds(LedgerSums.class, "w-0 has earned 60000, its ledger sums to 40000");
  }

  @Test
  void anEndThatAConnectedWorkerWasNotToldOfIsFound() {
    story.without(Note.Expired.class, "p-2.1");
    story.with(new Note.Disconnected(2, ms(9_000), "close 1000"));

    finds(ToldEnds.class, "w-2 was never told that p-2.1 is expired");
  }

  @Test
  void anEndNeedNotBeToldToAWorkerThatLeftSoonAfter() {
    story.without(Note.Expired.class, "p-2.1");
    story.with(new Note.Disconnected(2, ms(3_000), "close 1000"));

    assertThat(story.audit().kept()).isEmpty();
  }

  @Test
  void aWorkerThatIsLeftWaitingBesideAnOpenTaskIsFound() {
    unfinished();
    story.with(new Note.Waiting(2, ms(2_500)));
    story.with(new Note.Disconnected(2, ms(4_600), "close 1000"));

    finds(Starvation.class, "w-2 waited 2100000 us beside open task p-3");
  }

  @Test
  void aWorkerMayWaitBesideATaskThatItHasDoneOrThatOpenedJustNow() {
    unfinished();
    story.with(stored(2, "p-3.1", 100, "approved", true, 140));
    story.with(new Note.Waiting(2, ms(2_500)));
    story.with(new Note.Disconnected(2, ms(4_600), "close 1000"));
    story.with(stored(1, "p-3.2", 2_000, "expired", false, 3_000));
    story.with(new Note.Waiting(0, ms(2_500)));
    story.with(new Note.Disconnected(0, ms(4_600), "close 1000"));

    assertThat(story.audit().counts()).doesNotContainKey("Starvation");
  }

  /** A third task, which nobody was handed. */
  private void unfinished() {
    story.without(Note.RunEnded.class, "");
    story.with(new Note.RunEnded(ms(5_000), false));
    story.with(new Note.Publishing(ms(6), "p", "lt", 2, 1));
    story.with(new Note.Published(ms(7), "p", "lt", 2, 1));
    story.with(new Note.StoredTask("p", "p-3", Story.key(3), "open"));
  }

  @Test
  void anotherReplyToTheSameRequestIsFound() {
    story.with(new Note.Refused(0, ms(190), "p-1.1", 7, "lease-ended"));

    finds(SteadyReplies.class, "a request about p-1.1 was accepted and then lease-ended");
  }

  private void finds(Class<? extends Check> check, String what) {
    assertThat(story.audit().kept())
        .extracting(Finding::rule, Finding::what)
        .containsExactly(tuple(check.getSimpleName(), what));
  }

  private static Note.Answered answered(Note.Answered note, String answer) {
    return new Note.Answered(note.worker(), note.at(), note.assignment(), note.request(), answer);
  }

  private static StoredAnswer live(StoredAnswer s) {
    return new StoredAnswer(
        s.pool(),
        s.assignment(),
        s.task(),
        s.key(),
        s.worker(),
        "",
        "leased",
        false,
        s.leasedAt(),
        s.expiresAt(),
        0,
        0);
  }
}
