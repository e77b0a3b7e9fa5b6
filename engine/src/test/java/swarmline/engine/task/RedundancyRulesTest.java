package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.engine.task.RuledTask.assertAccepted;
import static swarmline.engine.task.RuledTask.assertRefused;
import static swarmline.engine.task.RuledTask.assertRepeated;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedundancyRulesTest {
  private final RuledTask task = RuledTask.of("redundancy: {answers: 3}");

  @Test
  void raisingItFreesSlots() {
    fill();

    assertAccepted(task.setRedundancy(4), 0);

    assertAccepted(task.claim("dan"), 4);
    assertRefused(task.claim("eve"), Refusal.NO_SLOT_FREE);
  }

  @Test
  void loweringItRevokesTheNewestLeases() {
    fill();

    task.setRedundancy(1);

    assertThat(task.state().turns().all())
        .extracting(Assignment::status)
        .containsExactly(
            Assignment.Status.LEASED, Assignment.Status.REVOKED, Assignment.Status.REVOKED);
    assertThat(task.turn(3).reason()).isEqualTo(RevokeReason.REDUNDANCY_LOWERED.name());
  }

  @Test
  void loweringItToTheAnswersThereAreEndsTheTask() {
    task.answered("ann", "yes");
    task.leased("bob");

    task.setRedundancy(1);

    assertThat(task.ended().value()).isEqualTo("\"yes\"");
    assertThat(task.turn(2).status()).isEqualTo(Assignment.Status.REVOKED);
  }

  @Test
  void itIsNotLoweredBelowTheAnswersThereAre() {
    task.answered("ann", "yes");
    task.answered("bob", "yes");

    assertRefused(task.setRedundancy(1), Refusal.REDUNDANCY_BELOW_ANSWERS);
  }

  @Test
  void itIsBounded() {
    assertRefused(task.setRedundancy(0), Refusal.REDUNDANCY_OUT_OF_RANGE);
    assertRefused(task.setRedundancy(101), Refusal.REDUNDANCY_OUT_OF_RANGE);
    assertAccepted(task.setRedundancy(100), 0);
    assertAccepted(task.setRedundancy(1), 0);
  }

  @Test
  void theSameAgainChangesNothingAlsoWhenItEndedTheTask() {
    assertThat(task.setRedundancy(3).events()).isEmpty();
    task.answered("ann", "yes");
    task.setRedundancy(1);

    assertRepeated(task.setRedundancy(1), 0);
    assertRefused(task.setRedundancy(2), Refusal.TASK_ENDED);
    assertRefused(task.setRedundancy(0), Refusal.TASK_ENDED);
  }

  @Test
  void loweringItBelowWhatTheAnswersCallForComesToThatAndIsTheSameAgain() {
    var more =
        RuledTask.of(
            "redundancy: {answers: 4, max: 6}, consensus: {rule: 'matching', matching: 3}");
    more.answered("ann", "a");
    more.answered("bob", "b");

    more.setRedundancy(2);

    assertThat(more.redundancy()).isEqualTo(3);
    assertRepeated(more.setRedundancy(2), 0);
  }

  @Test
  void aPoolThatWantsMoreOrFewerAnswersSaysSoToItsTasks() {
    task.answered("ann", "yes");
    task.leased("bob");
    task.policy("redundancy: {answers: 4}");
    assertThat(task.redundancy()).isEqualTo(4);

    task.policy("redundancy: {answers: 1}");

    assertThat(task.ended().value()).isEqualTo("\"yes\"");
    assertThat(task.turn(2).status()).isEqualTo(Assignment.Status.REVOKED);
  }

  @Test
  void aTaskWithoutAnswersLosesItsNewestLeasesToAStricterPool() {
    fill();

    task.policy("redundancy: {answers: 1}");

    assertThat(task.state().turns().live()).extracting(Assignment::worker).containsExactly("ann");
  }

  @Test
  void aTaskThatWasSetToANumberKeepsItWhateverThePoolSays() {
    task.setRedundancy(2);

    task.policy("redundancy: {answers: 5}");

    assertThat(task.redundancy()).isEqualTo(2);
  }

  @Test
  void aTaskWithMoreAnswersThanItsPoolWantsNowGoesOnOrEnds() {
    var more =
        RuledTask.of(
            "redundancy: {answers: 4, max: 6}, consensus: {rule: 'matching', matching: 3}");
    for (String worker : List.of("ann", "bob")) {
      more.answered(worker, worker);
    }

    more.policy("redundancy: {answers: 1, max: 6}, consensus: {rule: 'matching', matching: 3}");

    assertThat(more.redundancy()).isEqualTo(3);
    assertAccepted(more.claim("cid"), 3);
  }

  @Test
  void thePriorityIsSetOnceAndOnlyWhileTheTaskIsOpen() {
    assertAccepted(task.setPriority(5), 0);
    assertRepeated(task.setPriority(5), 0);
    task.end(OutcomeKind.CANCELLED);

    assertRepeated(task.setPriority(5), 0);
    assertRefused(task.setPriority(6), Refusal.TASK_ENDED);
  }

  private void fill() {
    task.leased("ann");
    task.leased("bob");
    task.leased("cid");
  }
}
