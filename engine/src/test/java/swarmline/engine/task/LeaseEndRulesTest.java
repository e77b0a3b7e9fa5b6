package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.engine.task.RuledTask.assertAccepted;
import static swarmline.engine.task.RuledTask.assertRefused;
import static swarmline.engine.task.RuledTask.assertRepeated;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseEndRulesTest {
  private final RuledTask task = RuledTask.of("redundancy: {answers: 2}");

  @Test
  void aReturnedTaskIsFreeAtOnceAndUnpaid() {
    task.leased("ann");

    assertAccepted(task.giveBack(1, "ann"), 1);

    assertThat(task.turn(1).reason()).isEqualTo("no time");
    assertThat(task.turn(1).settlement())
        .isEqualTo(new Settlement(Settlement.Verdict.RETURNED, 0, "USD"));
    assertThat(task.state().turns().taken()).isZero();
  }

  @Test
  void aReturnOrASkipSentAgainIsAcceptedAgain() {
    task.giveBack(task.leased("ann"), "ann");
    task.skip(task.leased("bob"), "bob");

    assertRepeated(task.giveBack(1, "ann"), 1);
    assertRepeated(task.skip(2, "bob"), 2);
  }

  @Test
  void aReturnIsNotASkipAfterwardsNorTheOtherWayRound() {
    task.giveBack(task.leased("ann"), "ann");
    task.skip(task.leased("bob"), "bob");

    assertRefused(task.skip(1, "ann"), Refusal.LEASE_RETURNED);
    assertRefused(task.giveBack(2, "bob"), Refusal.LEASE_SKIPPED);
  }

  @Test
  void whoGaveItBackMayTryAgainUnlessThePoolSaysOtherwise() {
    task.giveBack(task.leased("ann"), "ann");
    assertAccepted(task.claim("ann"), 2);

    var once = RuledTask.of("lease: {seconds: 60, afterReturn: 'not-again'}");
    once.giveBack(once.leased("ann"), "ann");
    once.leased("bob");
    once.later(60);
    assertRefused(once.claim("ann"), Refusal.GIVEN_BACK_BEFORE);
    assertRefused(once.claim("bob"), Refusal.GIVEN_BACK_BEFORE);
    assertThat(once.rules().excluded(once.state())).containsExactly("ann", "bob");
  }

  @Test
  void whoSkippedItNeverGetsItAgain() {
    task.skip(task.leased("ann"), "ann");

    assertRefused(task.claim("ann"), Refusal.GIVEN_BACK_BEFORE);
  }

  @Test
  void onlyItsHolderReturnsSkipsOrRenewsALease() {
    task.leased("ann");

    for (Decision decision :
        List.of(task.giveBack(1, "bob"), task.skip(1, "bob"), task.renew(1, "bob"))) {
      assertRefused(decision, Refusal.NOT_YOUR_ASSIGNMENT);
    }
    assertThat(task.turn(1).live()).isTrue();
  }

  @Test
  void anAnsweredAssignmentIsNeitherReturnedNorSkippedNorRenewed() {
    task.answered("ann", "yes");

    for (Decision decision :
        List.of(task.giveBack(1, "ann"), task.skip(1, "ann"), task.renew(1, "ann"))) {
      assertRefused(decision, Refusal.ALREADY_SUBMITTED);
    }
  }

  @Test
  void aLeaseThatNeverWasIsUnknown() {
    for (Decision decision :
        List.of(
            task.giveBack(7, "ann"),
            task.skip(7, "ann"),
            task.renew(7, "ann"),
            task.review(7, true))) {
      assertRefused(decision, Refusal.UNKNOWN_ASSIGNMENT);
    }
  }

  @Test
  void renewingCountsTheLeaseFromNow() {
    task.leased("ann");

    assertAccepted(task.later(50).renew(1, "ann"), 1);

    assertThat(task.turn(1).expiresAt()).isEqualTo(task.now().plusSeconds(60));
    task.later(Duration.ofSeconds(60).minusNanos(1));
    assertThat(task.look().events()).isEmpty();
  }

  @Test
  void aLeaseWhoseTimeIsOverIsNotRenewed() {
    task.leased("ann");

    assertRefused(task.later(60).renew(1, "ann"), Refusal.LEASE_EXPIRED);
  }

  @Test
  void oneLeaseIsRevokedOrAllAre() {
    task.leased("ann");
    task.leased("bob");

    task.revoke(2);
    assertThat(task.turn(1).live()).isTrue();
    assertThat(task.turn(2).status()).isEqualTo(Assignment.Status.REVOKED);
    task.revoke(0);
    assertThat(task.turn(1).status()).isEqualTo(Assignment.Status.REVOKED);
    assertThat(task.revoke(0).events()).isEmpty();
    assertThat(task.open()).isTrue();
  }

  @Test
  void theNextLookIsAtTheFirstEndOfALease() {
    assertThat(task.rules().nextLook(task.state())).isEmpty();
    task.leased("ann");
    task.later(10).leased("bob");

    assertThat(task.rules().nextLook(task.state())).contains(task.turn(1).holdsUntil());
    task.giveBack(1, "ann");
    assertThat(task.rules().nextLook(task.state())).contains(task.turn(2).holdsUntil());
  }

  @Test
  void aTaskAtWhichTooManyTurnsWereTakenInVainEndsContested() {
    var vain = new RuledTask(RuledTask.of("").rules().terms());
    TaskState state = vain.state();
    for (int turn = 1; turn <= TaskRules.TURNS_MAX; turn++) {
      assertThat(state).isInstanceOf(TaskState.Open.class);
      state = after(state, vain.rules().claim(state, "ann", null, vain.now()));
      state = after(state, vain.rules().giveBack(state, turn, "ann", null, vain.now()));
    }

    var ended = (TaskState.Ended) state;
    assertThat(ended.outcome()).isEqualTo(OutcomeKind.CONTESTED);
    assertThat(ended.reason()).isEqualTo("turns-exhausted");
    assertRefused(vain.rules().claim(state, "bob", null, vain.now()), Refusal.TASK_ENDED);
  }

  private static TaskState after(TaskState state, Decision decision) {
    TaskState next = state;
    for (TaskEvent event : decision.events()) {
      next = TaskState.after(next, event);
    }
    return next;
  }
}
