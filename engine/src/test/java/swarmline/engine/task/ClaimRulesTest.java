package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.engine.task.RuledTask.assertAccepted;
import static swarmline.engine.task.RuledTask.assertRefused;
import static swarmline.engine.task.RuledTask.assertRepeated;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;

class ClaimRulesTest {
  private final RuledTask task = RuledTask.of("redundancy: {answers: 2}");

  @Test
  void aLeaseLastsFromTheClaimToTheDeadlineAndTheGrace() {
    var graced = RuledTask.of("lease: {seconds: 60, graceSeconds: 5}");

    Assignment lease = graced.turn(graced.leased("ann"));

    assertThat(lease.leasedAt()).isEqualTo(graced.now());
    assertThat(lease.expiresAt()).isEqualTo(graced.now().plusSeconds(60));
    assertThat(lease.holdsUntil()).isEqualTo(graced.now().plusSeconds(65));
  }

  @Test
  void theSameWorkerGetsTheLeaseItHoldsAgain() {
    int first = task.leased("ann");

    assertRepeated(task.claim("ann"), first);
  }

  @Test
  void noMoreWorkersHaveItThanItsRedundancy() {
    task.leased("ann");
    task.leased("bob");

    assertRefused(task.claim("cid"), Refusal.NO_SLOT_FREE);
  }

  @Test
  void aCountedAnswerTakesASlotAsALeaseDoes() {
    task.answered("ann", "yes");
    task.leased("bob");

    assertRefused(task.claim("cid"), Refusal.NO_SLOT_FREE);
  }

  @Test
  void whoeverAnsweredIsRefusedThoughASlotIsFree() {
    task.answered("ann", "yes");

    assertRefused(task.claim("ann"), Refusal.ALREADY_ANSWERED);
  }

  @Test
  void anEndedTaskIsNotLeased() {
    task.answered("ann", "yes");
    task.answered("bob", "yes");

    assertRefused(task.claim("cid"), Refusal.TASK_ENDED);
  }

  @Test
  void ordinalsGrowWithEveryLeaseWhateverBecameOfTheLast() {
    assertThat(task.leased("ann")).isEqualTo(1);
    task.giveBack(1, "ann");
    assertThat(task.leased("ann")).isEqualTo(2);
    task.later(60);
    assertThat(task.leased("bob")).isEqualTo(3);
  }

  @Test
  void aTaskReservedForSomeIsRefusedToOthers() {
    var reserved = taskFor(Set.of("ann"), Set.of());

    assertRefused(reserved.claim("bob"), Refusal.RESERVED_FOR_OTHERS);
    assertAccepted(reserved.claim("ann"), 1);
  }

  @Test
  void aTaskUnavailableForSomeIsRefusedToThem() {
    var unavailable = taskFor(Set.of(), Set.of("ann"));

    assertRefused(unavailable.claim("ann"), Refusal.UNAVAILABLE_FOR_WORKER);
    assertAccepted(unavailable.claim("bob"), 1);
  }

  @Test
  void reservedAndUnavailableForOneIsForNobody() {
    var neither = taskFor(Set.of("ann"), Set.of("ann"));

    assertRefused(neither.claim("ann"), Refusal.UNAVAILABLE_FOR_WORKER);
    assertRefused(neither.claim("bob"), Refusal.RESERVED_FOR_OTHERS);
  }

  @Test
  void aClaimEndsTheLeaseWhoseTimeIsOverAndTakesItsSlot() {
    task.leased("ann");
    task.leased("bob");
    task.later(60);

    assertAccepted(task.claim("cid"), 3);
    assertThat(task.turn(1).status()).isEqualTo(Assignment.Status.EXPIRED);
    assertThat(task.turn(2).status()).isEqualTo(Assignment.Status.EXPIRED);
  }

  @Test
  void aRefusedClaimStillStoresWhatTheClockBroughtAbout() {
    var once = RuledTask.of("lease: {seconds: 60, afterReturn: 'not-again'}");
    once.leased("ann");

    Decision refused = once.later(60).claim("ann");

    assertRefused(refused, Refusal.GIVEN_BACK_BEFORE);
    assertThat(refused.events()).hasOnlyElementsOfType(TaskEvent.LeaseExpired.class).hasSize(1);
  }

  @Test
  void aLeaseHoldsUntilTheInstantBeforeItsEnd() {
    task.leased("ann");

    task.later(Duration.ofSeconds(60).minusNanos(1));
    assertThat(task.look().events()).isEmpty();

    task.later(Duration.ofNanos(1));
    assertThat(task.look().events()).hasOnlyElementsOfType(TaskEvent.LeaseExpired.class);
  }

  @Test
  void aStaleLookFindsNothing() {
    task.leased("ann");
    task.later(60).look();

    assertThat(task.look().events()).isEmpty();
  }

  @Test
  void theExcludedAreThoseItWouldRefuseWhateverSlotsAreFree() {
    var wide = RuledTask.of("redundancy: {answers: 9}");
    wide.answered("answered", "yes");
    wide.leased("holding");
    wide.skip(wide.leased("skipped"), "skipped");
    wide.giveBack(wide.leased("returned"), "returned");
    wide.revoke(wide.leased("revoked"));

    assertThat(wide.rules().excluded(wide.state()))
        .containsExactlyInAnyOrder("answered", "holding", "skipped");
    for (String worker : List.of("answered", "skipped")) {
      assertThat(wide.claim(worker)).isInstanceOf(Decision.Refused.class);
    }
    assertAccepted(wide.claim("returned"), 6);
    assertAccepted(wide.claim("revoked"), 7);
  }

  private static RuledTask taskFor(Set<String> reservedFor, Set<String> unavailableFor) {
    return new RuledTask(
        new TaskTerms(Specs.spec(""), RuledTask.definition(reservedFor, unavailableFor)));
  }
}
