package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.engine.task.RuledTask.assertAccepted;
import static swarmline.engine.task.RuledTask.assertRefused;
import static swarmline.engine.task.RuledTask.assertRepeated;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import swarmline.engine.task.Assignment.Status;
import swarmline.engine.task.Settlement.Verdict;
import swarmline.engine.task.TaskEvent.AnswerDiscounted;

/** What becomes of a task when others are asked instead of one of its workers. */
class DiscountRulesTest {
  @Test
  void anotherWorkerIsAskedInstead() {
    var task = RuledTask.of("redundancy: {answers: 2}");
    task.answered("sam", "no");
    task.discount("sam");
    task.answered("ann", "yes");
    assertThat(task.open()).isTrue();

    task.answered("bob", "yes");

    assertThat(task.ended().value()).isEqualTo("\"yes\"");
    assertThat(task.ended().confidence()).isEqualTo(1);
    assertThat(task.turn(1).counted()).isFalse();
  }

  @Test
  void itIsStoredOnceHoweverOftenItIsAskedFor() {
    var task = RuledTask.of("redundancy: {answers: 2}");
    task.answered("sam", "no");

    assertThat(task.discount("sam").events()).containsExactly(new AnswerDiscounted(1, task.now()));
    assertRepeated(task.discount("sam"), 0);
  }

  @Test
  void whoseAnswerCountsNoLongerIsNotAskedAgain() {
    var task = RuledTask.of("redundancy: {answers: 2}");
    task.answered("sam", "no");
    task.discount("sam");

    assertRefused(task.claim("sam"), Refusal.ALREADY_ANSWERED);
    assertThat(task.rules().excluded(task.state())).containsExactly("sam");
  }

  @Test
  void aLateAnswerDoesNotTakeThePlaceOfOneThatCountsNoLonger() {
    var task = RuledTask.of("redundancy: {answers: 2}, lease: {seconds: 60, lateAnswer: 'accept'}");
    int lapsed = task.leased("sam");
    task.later(100).look();
    task.answered("sam", "no");
    task.discount("sam");

    assertRefused(task.submit(lapsed, "sam", "no"), Refusal.LATE_ANSWER_RECORDED);
    assertThat(task.state().turns().counted()).isZero();
  }

  @Test
  void itIsPaidAsItWas() {
    var task = RuledTask.of("redundancy: {answers: 2}, reward: {amount: 7}");
    task.answered("sam", "no");
    Settlement before = task.turn(1).settlement();
    task.discount("sam");

    assertThat(task.turn(1).status()).isEqualTo(Status.APPROVED);
    assertThat(task.turn(1).settlement()).isEqualTo(before);
    assertThat(before.amount()).isEqualTo(7);
  }

  @Test
  void aReviewThatComesLaterPaysAndDoesNotMakeItCountAgain() {
    var task =
        RuledTask.of("redundancy: {answers: 2}, reward: {amount: 7}, review: {mode: 'manual'}");
    task.answered("sam", "no");
    task.discount("sam");
    assertThat(task.turn(1).status()).isEqualTo(Status.SUBMITTED);

    task.review(1, true);

    assertThat(task.turn(1).settlement()).isEqualTo(new Settlement(Verdict.APPROVED, 7, "USD"));
    assertThat(task.turn(1).counted()).isFalse();
    assertThat(task.state().turns().taken()).isZero();
  }

  @Test
  void leasesAreTakenBackAndSettledAsOthersThatAre() {
    var task = RuledTask.of("redundancy: {answers: 2}");
    int lease = task.leased("sam");
    task.leased("ann");
    task.discount("sam");

    assertThat(task.turn(lease).status()).isEqualTo(Status.REVOKED);
    assertThat(task.turn(lease).reason()).isEqualTo(RevokeReason.WORKER_REPLACED.name());
    assertThat(task.turn(lease).settlement().verdict()).isEqualTo(Verdict.REVOKED);
    assertThat(task.turn(2).live()).isTrue();
    assertAccepted(task.claim("bob"), 3);
  }

  @Test
  void othersAnswersGoOnCounting() {
    var task = RuledTask.of("redundancy: {answers: 3}");
    task.answered("ann", "yes");
    task.answered("sam", "no");
    task.discount("sam");

    assertThat(task.turn(1).counted()).isTrue();
    assertThat(task.state().turns().counted()).isEqualTo(1);
  }

  @Test
  void laterLeasesAreNotConcerned() {
    var task = RuledTask.of("redundancy: {answers: 2}");
    Instant fired = task.now();
    int lease = task.later(1).leased("sam");

    assertRepeated(task.discount("sam", fired), 0);
    task.submit(lease, "sam", "yes");
    assertRepeated(task.discount("sam", fired), 0);
    assertThat(task.turn(lease).counted()).isTrue();
    assertThat(task.discount("sam", fired.plusSeconds(1)).events()).hasSize(1);
  }

  @Test
  void anAnswerToALeaseOfThatVeryMomentIsConcerned() {
    var task = RuledTask.of("redundancy: {answers: 2}");
    Instant granted = task.now();
    int lease = task.leased("sam");
    task.later(5).submit(lease, "sam", "yes");

    task.discount("sam", granted);

    assertThat(task.turn(lease).counted()).isFalse();
  }

  @Test
  void whatIsLeftMayAgree() {
    var task =
        RuledTask.of(
            "redundancy: {answers: 3, max: 9},"
                + " consensus: {rule: 'agreement', matching: 2, threshold: 0.7}");
    task.answered("ann", "yes");
    task.answered("sam", "no");
    task.answered("bob", "yes");
    assertThat(task.open()).isTrue();

    task.discount("sam");

    assertThat(task.ended().value()).isEqualTo("\"yes\"");
  }

  @Test
  void anOutcomeStays() {
    var task = RuledTask.of("redundancy: {answers: 1}");
    task.answered("sam", "no");

    assertRepeated(task.discount("sam"), 0);
    assertThat(task.ended().value()).isEqualTo("\"no\"");
    assertThat(task.turn(1).counted()).isTrue();
  }

  @Test
  void answersToGoldsStayAndLeasesOnThemAreTakenBackLikeOthers() {
    var task = RuledTask.gold("redundancy: {answers: 2}, gold: {every: 5, answers: 3}", "yes");
    task.answered("sam", "no");
    int lease = task.leased("ann");
    task.discount("sam");
    task.discount("ann");

    assertThat(task.turn(1).counted()).isTrue();
    assertThat(task.turn(lease).status()).isEqualTo(Status.REVOKED);
  }

  @Test
  void anEstimateOfAnswersThatCountedDecidesNothing() {
    var task =
        RuledTask.of(
            "answer: {choices: ['yes', 'no']}, redundancy: {answers: 2, max: 4},"
                + " consensus: {rule: 'posterior'}");
    task.answered("sam", "no");
    task.answered("ann", "no");
    var stale = task.state().turns().countedOrdinals();
    task.discount("sam");

    task.consider("no", 0.999, stale);
    assertThat(task.open()).isTrue();
    task.answered("bob", "no");
    task.consider("no", 0.999);
    assertThat(task.ended().value()).isEqualTo("\"no\"");
  }
}
