package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.task.TaskEvent.AnswerDiscounted;
import swarmline.engine.task.TaskEvent.TaskEnded;
import swarmline.engine.task.TaskEvent.TaskReconsidered;

/** Outcomes in pools that revise them. */
class RevisedOutcomeTest {
  private static final String COUNTS =
      "redundancy: {answers: 3}, consensus: {rule: 'fixed', outcomes: 'revisable'}";
  private static final String WEIGHS =
      "answer: {choices: ['cat', 'dog']}, redundancy: {answers: 2, max: 5},"
          + " consensus: {rule: 'posterior', threshold: 0.9, outcomes: 'revisable'}";

  @Test
  void withoutTheAnswerOfABadWorkerAnEndedTaskIsOpenForAnother() {
    RuledTask task = ended(COUNTS, "dog", "cat", "dog");
    assertThat(types(task.discount("w0")))
        .containsExactly(TaskReconsidered.class, AnswerDiscounted.class);
    assertThat(task.open()).isTrue();

    task.answered("new", "cat");
    assertThat(task.ended().value()).isEqualTo("\"cat\"");
  }

  @Test
  void whereThoseLeftSettleItOnAnotherValueItEndsWithThatAtOnce() {
    RuledTask task =
        RuledTask.of(
            "answer: {type: 'number'}, redundancy: {answers: 1, max: 9}, consensus: {rule:"
                + " 'agreement', matching: 1, threshold: 0.3, aggregator: 'median',"
                + " outcomes: 'revisable'}");
    task.answeredJson("ann", "1");
    task.reopen(2);
    task.answeredJson("bob", "3");
    task.reopen(3);
    task.answeredJson("cid", "3");
    assertThat(task.ended().value()).isEqualTo("3");
    assertThat(types(task.discount("cid")))
        .containsExactly(TaskReconsidered.class, AnswerDiscounted.class, TaskEnded.class);
    assertThat(task.ended().value()).isEqualTo("1");
  }

  @Test
  void anOutcomeThatDoesNotRestOnTheWorkerStaysAsItIs() {
    RuledTask task =
        RuledTask.of(
            "redundancy: {answers: 1, max: 3}, consensus: {rule: 'agreement', matching: 1,"
                + " threshold: 0.5, outcomes: 'revisable'}");
    task.answered("ann", "cat");
    task.reopen(2);
    task.answered("bad", "cat");
    assertThat(task.discount("bad").events()).isEmpty();
    assertThat(task.turn(2).counted()).isTrue();
    assertThat(task.discount("nobody").events()).isEmpty();
  }

  @Test
  void whereOutcomesAreFinalNothingChangesThem() {
    RuledTask task = ended(COUNTS.replace("revisable", "finalised"), "dog", "cat", "dog");
    assertThat(task.discount("w0").events()).isEmpty();
    RuledTask weighed = RuledTask.of(WEIGHS.replace("revisable", "finalised"));
    weighed.answered("ann", "cat");
    weighed.answered("bob", "cat");
    weighed.consider("cat", 0.95);
    assertThat(weighed.reweigh("dog", 0.99).events()).isEmpty();
  }

  @Test
  void aLaterLeaseThanTheFiringIsNotConcerned() {
    RuledTask task = ended(COUNTS, "dog", "cat", "dog");
    assertThat(task.discount("w0", task.now().minusSeconds(1)).events()).isEmpty();
  }

  @Test
  void aCancelledTaskStaysCancelled() {
    RuledTask task = RuledTask.of(COUNTS);
    task.answered("bad", "dog");
    task.end(OutcomeKind.CANCELLED);
    assertThat(task.discount("bad").events()).isEmpty();
  }

  @Test
  void whatIsKnownOfWorkersNowMayMakeAnotherValueTheLikelier() {
    RuledTask task = weighed();
    assertThat(types(task.reweigh("dog", 0.95)))
        .containsExactly(TaskReconsidered.class, TaskEnded.class);
    assertThat(task.ended().value()).isEqualTo("\"dog\"");
    assertThat(task.ended().confidence()).isEqualTo(0.95);
  }

  @Test
  void aLikelihoodThatWouldNotSettleATaskRevisesNone() {
    RuledTask task = weighed();
    assertThat(task.reweigh("dog", 0.8).events()).isEmpty();
    assertThat(task.reweigh("cat", 0.99).events()).isEmpty();
    assertThat(task.ended().value()).isEqualTo("\"cat\"");
  }

  @Test
  void anOpenTaskWaitsForItsOwnEstimate() {
    RuledTask task = RuledTask.of(WEIGHS);
    task.answered("ann", "cat");
    assertThat(task.reweigh("dog", 0.99).events()).isEmpty();
  }

  private static RuledTask weighed() {
    RuledTask task = RuledTask.of(WEIGHS);
    task.answered("ann", "cat");
    task.answered("bob", "dog");
    task.consider("cat", 0.95);
    assertThat(task.ended().value()).isEqualTo("\"cat\"");
    return task;
  }

  private static RuledTask ended(String pool, String... answers) {
    RuledTask task = RuledTask.of(pool);
    for (int i = 0; i < answers.length; i++) {
      task.answered("w" + i, answers[i]);
    }
    assertThat(task.open()).isFalse();
    return task;
  }

  private static List<Class<?>> types(Decision decision) {
    return decision.events().stream().<Class<?>>map(Object::getClass).toList();
  }
}
