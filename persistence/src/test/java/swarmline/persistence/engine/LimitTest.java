package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.persistence.engine.RunningEngine.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.Refusal;

/** Caps of a pool, and tasks that are for some workers only. */
class LimitTest extends OnePlatform {
  @Test
  void aWorkerHoldsNoMoreAtOnceThanThePoolAllowsHoweverMuchRoomItHas() {
    var acme = platform.tenant();
    PoolId pool = acme.open("limits: {perWorkerAtOnce: 2}");
    acme.publish(pool, "a", "b", "c", "d");
    var ann = acme.worker("ann");
    ann.connect(10);

    AssignmentId first = ann.assigned();
    ann.assigned();

    assertThat(ann.refused(pool)).isEqualTo(Refusal.WORKER_HOLDS_ENOUGH);
    ann.sends(first, "1");
    assertThat(ann.assigned().task().number()).isEqualTo(3);
    assertThat(ann.refused(pool)).isEqualTo(Refusal.WORKER_HOLDS_ENOUGH);
    assertThat(acme.counted(pool).leased()).isEqualTo(2);
  }

  /**
   * Again and again: an answer is heard of by its worker before whoever gave it may ask for more.
   */
  @RepeatedTest(20)
  void aWorkerDoesNoMoreInAllThanThePoolAllowsAndWhatItGaveBackIsNotCounted() {
    var acme = platform.tenant();
    PoolId pool = acme.open("limits: {perWorker: 2, perWorkerAtOnce: 2}");
    acme.publish(pool, "a", "b", "c", "d");
    var ann = acme.worker("ann");
    await(platform.engine().giveBack(ann.gets(pool), "ann", null));
    ann.submits(ann.gets(pool), "1");
    AssignmentId second = ann.gets(pool);

    assertThat(ann.refused(pool)).isEqualTo(Refusal.WORKER_LIMIT_REACHED);
    ann.submits(second, "2");
    assertThat(ann.refused(pool)).isEqualTo(Refusal.WORKER_LIMIT_REACHED);
    assertThat(acme.worker("bob").gets(pool, 1)).hasSize(1);
  }

  @Test
  void aPoolHasNoMoreLeasesAtOnceThanItAllowsAndTheNextInLineGetsThePlace() {
    var acme = platform.tenant();
    PoolId pool = acme.open("limits: {atOnce: 2}");
    acme.publish(pool, "a", "b", "c", "d");
    AssignmentId first = acme.worker("ann").gets(pool);
    acme.worker("bob").gets(pool);
    assertThat(acme.worker("cid").refused(pool)).isEqualTo(Refusal.POOL_HOLDS_ENOUGH);
    var dee = acme.worker("dee");
    dee.connect(1);
    acme.waiting(pool, 1);

    acme.worker("ann").submits(first, "1");

    assertThat(dee.assigned().task().number()).isEqualTo(3);
    assertThat(acme.counted(pool).leased()).isEqualTo(2);
  }

  @Test
  void limitsHoldAfterARestart() {
    var acme = platform.tenant();
    PoolId inAll = acme.open("limits: {perWorker: 1}");
    PoolId workerAtOnce = acme.open("limits: {perWorkerAtOnce: 1}");
    PoolId poolAtOnce = acme.open("limits: {atOnce: 1}");
    var pools = List.of(inAll, workerAtOnce, poolAtOnce);
    pools.forEach(pool -> acme.publish(pool, "a", "b", "c"));
    var ann = acme.worker("ann");
    ann.submits(ann.gets(inAll), "1");
    ann.gets(workerAtOnce);
    AssignmentId held = ann.gets(poolAtOnce);

    platform.restart();

    assertThat(ann.refused(inAll)).isEqualTo(Refusal.WORKER_LIMIT_REACHED);
    assertThat(ann.refused(workerAtOnce)).isEqualTo(Refusal.WORKER_HOLDS_ENOUGH);
    assertThat(acme.worker("bob").refused(poolAtOnce)).isEqualTo(Refusal.POOL_HOLDS_ENOUGH);
    ann.submits(held, "1");
    assertThat(acme.worker("bob").gets(poolAtOnce, 1)).containsExactly(2L);
  }

  @Test
  void aLimitThatIsRaisedLetsThoseWhoWaitHaveMore() {
    var acme = platform.tenant();
    PoolId pool = acme.open("limits: {atOnce: 1}");
    acme.publish(pool, "a", "b");
    acme.worker("ann").gets(pool);
    var bob = acme.worker("bob");
    bob.connect(1);
    acme.waiting(pool, 1);

    acme.change(pool, "limits: {atOnce: 2}");

    assertThat(bob.assigned().task().number()).isEqualTo(2);
  }

  @Test
  void aReservedTaskGoesToThoseItIsReservedForThoughOthersWaitedLonger() {
    var acme = platform.tenant();
    PoolId pool = acme.open("");
    var bob = acme.worker("bob");
    bob.connect(1);
    acme.waiting(pool, 1);
    var ann = acme.worker("ann");
    ann.connect(1);
    acme.waiting(pool, 2);

    acme.publish(pool, reserved("a", "ann", "cid"));

    assertThat(ann.assigned().task().number()).isEqualTo(1);
    acme.publish(pool, reserved("b", "cid"));
    assertThat(acme.worker("dee").refused(pool)).isEqualTo(Refusal.NOTHING_TO_OFFER);
    assertThat(acme.worker("dee").pulls(pool, new TaskId(pool, 2), Duration.ZERO, null))
        .extracting(pulled -> pulled.why())
        .isEqualTo(Refusal.RESERVED_FOR_OTHERS);
    assertThat(acme.worker("cid").gets(pool, 1)).containsExactly(2L);
    assertThat(bob.described().live()).isEmpty();
  }

  @Test
  void aTaskIsNeverOfferedToThoseItIsUnavailableForAlsoAfterARestart() {
    var acme = platform.tenant();
    PoolId pool = acme.open("");
    acme.publish(
        pool,
        unavailable("a", "ann"),
        unavailable("b", "ann", "bob"),
        reserved("c", "ann"),
        reserved("d", "bob"));

    platform.restart();

    assertThat(acme.worker("ann").gets(pool, 1)).containsExactly(3L);
    assertThat(acme.worker("bob").gets(pool, 1)).containsExactly(1L);
    assertThat(acme.worker("ann").pulls(pool, new TaskId(pool, 2), Duration.ZERO, null))
        .extracting(pulled -> pulled.why())
        .isEqualTo(Refusal.WORKER_HOLDS_ENOUGH);
    assertThat(acme.worker("cid").gets(pool, 1)).containsExactly(2L);
    assertThat(acme.worker("dee").refused(pool)).isEqualTo(Refusal.NOTHING_TO_OFFER);
  }

  private static NewTask reserved(String key, String... workers) {
    return new NewTask(key, "{}", 0, null, Set.of(workers), Set.of());
  }

  private static NewTask unavailable(String key, String... workers) {
    return new NewTask(key, "{}", 0, null, Set.of(), Set.of(workers));
  }
}
