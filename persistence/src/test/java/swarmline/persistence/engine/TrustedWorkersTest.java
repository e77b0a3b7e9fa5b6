package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static swarmline.persistence.engine.Platform.until;

import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.dispatch.WorkerReply;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.task.Refusal;

/** Adaptive replication in a running engine. */
class TrustedWorkersTest extends OnePlatform {

  @Test
  void whoAgreedOftenInARowDoesTasksAloneUntilItDisagrees() {
    var acme = platform.tenant();
    PoolId pool =
        acme.open(
            "redundancy: {answers: 2, trusted: {after: 3, spotChecks: 1e-12}}, order: 'fifo',"
                + " gold: {every: 0}");
    var ann = acme.worker("ann");
    var bob = acme.worker("bob");
    for (int i = 1; i <= 3; i++) {
      acme.publish(pool, "t" + i);
      ann.submits(ann.gets(pool), "\"a\"");
      bob.submits(bob.gets(pool), "\"a\"");
    }
    until(() -> streak(ann, pool) == 3 && streak(bob, pool) == 3);
    platform.restart();

    acme.publish(pool, "alone");
    AssignmentId alone = ann.gets(pool);
    assertThat(bob.refused(pool)).isEqualTo(Refusal.NOTHING_TO_OFFER);
    ann.submits(alone, "\"b\"");

    TaskRecord record =
        acme.settled(pool, 4).stream()
            .filter(one -> one.task().equals(alone.task()))
            .findAny()
            .orElseThrow();
    assertThat(record.answers()).isEqualTo(1);
    assertThat(record.value()).isEqualTo("\"b\"");
    assertThat(record.confidence()).as("4 of 5 by Laplace's rule").isCloseTo(0.8, within(0.01));

    var cid = acme.worker("cid");
    acme.publish(pool, "together");
    AssignmentId together = cid.gets(pool);
    assertThat(ann.gets(pool).task()).as("is one among others").isEqualTo(together.task());
  }

  private static int streak(Platform.Worker worker, PoolId pool) {
    WorkerReply reply = worker.ask(replyTo -> new WorkerCommand.ReadRecentWork(pool, replyTo));
    return ((WorkerReply.RecentWorkIs) reply).work().streak();
  }
}
