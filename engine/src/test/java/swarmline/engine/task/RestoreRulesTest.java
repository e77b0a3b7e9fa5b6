package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.engine.task.RuledTask.assertRepeated;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.task.TaskEvent.AnswerRestored;
import swarmline.engine.task.TaskEvent.LeaseRevoked;
import swarmline.engine.task.TaskEvent.TaskEnded;
import swarmline.engine.task.TaskEvent.TaskReconsidered;

/** What becomes of a task when a worker's answer should not have been replaced. */
class RestoreRulesTest {
  private static final String REVISABLE =
      "redundancy: {answers: 3}, consensus: {rule: 'matching', matching: 2, outcomes: 'revisable'}";

  @Test
  void itCountsAgainOnceHoweverOftenItIsAskedFor() {
    var task = RuledTask.of("redundancy: {answers: 2}");
    task.answered("sam", "no");
    task.discount("sam");

    assertThat(task.restore("sam").events()).containsExactly(new AnswerRestored(1, task.now()));
    assertThat(task.turn(1).counted()).isTrue();
    assertRepeated(task.restore("sam"), 0);
  }

  @Test
  void whatItSettlesItSettlesAndWhoeverElseHoldsTheTaskIsRecalled() {
    var task = RuledTask.of("redundancy: {answers: 3}, consensus: {rule: 'matching', matching: 2}");
    task.answered("sam", "yes");
    task.discount("sam");
    task.answered("ann", "yes");
    task.leased("bob");

    assertThat(types(task.restore("sam")))
        .containsExactly(AnswerRestored.class, LeaseRevoked.class, TaskEnded.class);
    assertThat(task.ended().value()).isEqualTo("\"yes\"");
  }

  @Test
  void whereOthersHaveTakenItsPlaceItStaysOut() {
    var answered = RuledTask.of("redundancy: {answers: 3}, review: {mode: 'manual'}");
    answered.answered("sam", "no");
    answered.discount("sam");
    answered.answered("ann", "yes");
    answered.leased("bob");
    answered.leased("cid");

    assertRepeated(answered.restore("sam"), 0);
    assertThat(answered.turn(1).counted()).isFalse();
  }

  @Test
  void itComesBackIntoTheLastFreePlace() {
    var task = RuledTask.of("redundancy: {answers: 3}");
    task.answered("sam", "no");
    task.discount("sam");
    task.answered("ann", "yes");
    task.leased("bob");

    assertThat(types(task.restore("sam"))).containsExactly(AnswerRestored.class);
  }

  @Test
  void itIsTheLeaseThatSaysWhichAnswersAreConcerned() {
    var task = RuledTask.of("redundancy: {answers: 2}");
    Instant granted = task.now();
    task.answered("sam", "no");
    task.later(10).discount("sam");

    assertRepeated(task.restore("sam", granted, task.now()), 0);
    assertRepeated(task.restore("sam", Instant.EPOCH, granted.minusNanos(1)), 0);
    assertRepeated(task.restore("ann"), 0);
    assertThat(task.restore("sam", granted.minusNanos(1), granted).events()).hasSize(1);
  }

  @Test
  void whatAReviewRejectedStaysOut() {
    var task = RuledTask.of("redundancy: {answers: 2}, review: {mode: 'manual'}");
    task.answered("sam", "no");
    task.discount("sam");
    task.review(1, false);

    assertRepeated(task.restore("sam"), 0);
  }

  @Test
  void aLeaseThatWasTakenBackStaysSoAndTheWorkerMayBeAskedAgain() {
    var task = RuledTask.of("redundancy: {answers: 2}");
    task.leased("sam");
    task.discount("sam");

    assertRepeated(task.restore("sam"), 0);
    assertThat(task.leased("sam")).isEqualTo(2);
  }

  @Test
  void anOutcomeStaysWhereOutcomesAreFinal() {
    RuledTask task = ended(REVISABLE.replace("revisable", "finalised"));

    assertRepeated(task.restore("sam"), 0);
  }

  @Test
  void anOutcomeIsDecidedOnceMoreWithItWhereOutcomesAreRevised() {
    RuledTask task = ended(REVISABLE);
    assertThat(task.ended().confidence()).isEqualTo(1);

    assertThat(types(task.restore("sam")))
        .containsExactly(TaskReconsidered.class, AnswerRestored.class, TaskEnded.class);
    assertThat(task.ended().value()).isEqualTo("\"yes\"");
    assertThat(task.ended().confidence()).isLessThan(1);
    assertRepeated(task.restore("sam"), 0);
  }

  @Test
  void anOutcomeWithAsManyAnswersAsAreWantedStaysAsItIs() {
    RuledTask task = RuledTask.of(REVISABLE.replace("'matching', matching: 2", "'fixed'"));
    task.answered("sam", "no");
    task.discount("sam");
    for (String worker : List.of("ann", "bob", "cid")) {
      task.answered(worker, "yes");
    }

    assertRepeated(task.restore("sam"), 0);
    assertThat(task.ended().value()).isEqualTo("\"yes\"");
  }

  @Test
  void aCancelledTaskStaysCancelled() {
    RuledTask task = RuledTask.of(REVISABLE);
    task.answered("sam", "no");
    task.discount("sam");
    task.end(OutcomeKind.CANCELLED);

    assertRepeated(task.restore("sam"), 0);
  }

  @Test
  void whoseAnswerAloneWouldBeEnoughStaysOutWhereAnotherAnswerCounts() {
    RuledTask task =
        RuledTask.of(
            "redundancy: {answers: 3, trusted: {after: 10}},"
                + " consensus: {rule: 'matching', matching: 2}, review: {mode: 'manual'}");
    task.answered("sam", "no");
    task.discount("sam");
    task.claimTrusted("ann", 0.9);
    task.discount("ann");
    assertThat(task.leased("bob")).isEqualTo(3);

    assertRepeated(task.restore("ann"), 0);
    assertThat(types(task.restore("sam"))).containsExactly(AnswerRestored.class);
  }

  private static RuledTask ended(String pool) {
    RuledTask task = RuledTask.of(pool);
    task.answered("sam", "no");
    task.discount("sam");
    task.answered("ann", "yes");
    task.answered("bob", "yes");
    assertThat(task.open()).isFalse();
    return task;
  }

  private static List<Class<?>> types(Decision decision) {
    return decision.events().stream().<Class<?>>map(Object::getClass).toList();
  }
}
