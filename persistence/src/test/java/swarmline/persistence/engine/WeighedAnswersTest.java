package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.persistence.engine.Platform.until;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.dispatch.TaskReply;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.OutcomeKind;

/** Pools whose answers are weighed by a model of their crowd, in a running engine. */
class WeighedAnswersTest extends OnePlatform {
  private static final String POSTERIOR =
      "answer: {choices: ['a', 'b']}, redundancy: {answers: 2, max: 5},"
          + " consensus: {rule: 'posterior', threshold: 0.9}";

  @Test
  void oneAnswerMoreIsBoughtWhereTheFirstTwoDifferAndNoneWhereTheyAreEnough() {
    var acme = platform.tenant();
    PoolId pool = acme.open(POSTERIOR.replace("0.9", "0.7"));
    acme.publish(pool, "agreed", "disputed");
    acme.publish(pool, "later");

    answers(acme, pool, 1, "ann", "a");
    answers(acme, pool, 1, "bob", "a");
    answers(acme, pool, 2, "ann", "a");
    answers(acme, pool, 2, "bob", "b");

    assertThat(takes(acme, pool, 1, "cid")).isFalse();
    assertThat(takes(acme, pool, 2, "cid")).isTrue();
    TaskRecord settled = acme.settled(pool, 1).get(0);
    assertThat(settled.value()).isEqualTo("\"a\"");
    assertThat(settled.confidence()).isBetween(0.7, 0.95);
  }

  @Test
  void whatAPoolThatCountedHasHeardIsWeighedOnceItsPolicySaysSo() {
    var acme = platform.tenant();
    PoolId pool = acme.open("answer: {choices: ['a', 'b']}, redundancy: {answers: 4}");
    acme.publish(pool, "one");
    for (String worker : List.of("ann", "bob", "cid")) {
      answers(acme, pool, 1, worker, "a");
    }

    acme.change(pool, POSTERIOR.replace("0.9", "0.7"));

    TaskRecord settled = acme.settled(pool, 1).get(0);
    assertThat(settled.outcome()).isEqualTo(OutcomeKind.RESOLVED);
    assertThat(settled.answers()).isEqualTo(3);
  }

  /** The worker answers the task, if it is still wanted. */
  private static void answers(
      Platform.Tenant tenant, PoolId pool, long task, String worker, String choice) {
    List<AssignmentId> assignments = new ArrayList<>();
    until(
        () -> {
          var pulled =
              tenant.worker(worker).pulls(pool, new TaskId(pool, task), Duration.ZERO, null);
          pulled.assignments().forEach(held -> assignments.add(held.assignment()));
          return !assignments.isEmpty() || ends(pulled.why());
        });
    for (AssignmentId assignment : assignments) {
      assertThat(tenant.worker(worker).submits(assignment, '"' + choice + '"'))
          .isInstanceOf(TaskReply.AssignmentChanged.class);
    }
  }

  private static boolean ends(swarmline.engine.task.Refusal why) {
    return switch (why) {
      case TASK_ENDED, NO_SLOT_FREE, ALREADY_ANSWERED -> true;
      default -> false;
    };
  }

  private static boolean takes(Platform.Tenant tenant, PoolId pool, long task, String worker) {
    var pulled = tenant.worker(worker).pulls(pool, new TaskId(pool, task), Duration.ZERO, null);
    return !pulled.assignments().isEmpty();
  }
}
