package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.persistence.engine.Platform.task;
import static swarmline.persistence.engine.RunningEngine.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;

/** Which of a pool's tasks is offered first, and how that changes while the pool is live. */
class OrderTest extends OnePlatform {
  private static final String ANY_NUMBER = ", limits: {perWorkerAtOnce: 0}";

  @Test
  void byPriorityTheHigherComesFirstAndOfEqualsTheOlder() {
    var acme = platform.tenant();
    PoolId pool = acme.open("order: 'priority'" + ANY_NUMBER);
    acme.publish(pool, task("a", 0), task("b", 5), task("c", 5), task("d", -1), task("e", 9));

    assertThat(acme.worker("ann").gets(pool, 5)).containsExactly(5L, 2L, 3L, 1L, 4L);
  }

  @Test
  void firstInFirstOutTheOlderComesFirstWhateverItsPriority() {
    var acme = platform.tenant();
    PoolId pool = acme.open("order: 'fifo'" + ANY_NUMBER);
    acme.publish(pool, task("a", 0), task("b", 5), task("c", 9));

    assertThat(acme.worker("ann").gets(pool, 3)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void depthFirstAStartedTaskIsCompletedBeforeAnotherStarts() {
    var acme = platform.tenant();
    PoolId pool = acme.open("order: 'depth-first', redundancy: {answers: 3}" + ANY_NUMBER);
    acme.publish(pool, task("a", 0), task("b", 0), task("c", 5));
    acme.worker("ann").pulls(pool, new TaskId(pool, 2), Duration.ZERO, null);

    assertThat(inTurn(acme, pool, 8))
        .as("the started one, then by priority")
        .containsExactly(2L, 2L, 3L, 3L, 3L, 1L, 1L, 1L);
  }

  @Test
  void breadthFirstEveryTaskIsStartedBeforeAnyIsTakenAgain() {
    var acme = platform.tenant();
    PoolId pool = acme.open("order: 'breadth-first', redundancy: {answers: 2}" + ANY_NUMBER);
    acme.publish(pool, task("a", 0), task("b", 0), task("c", 5));

    assertThat(inTurn(acme, pool, 6))
        .as("of those as far, by priority")
        .containsExactly(3L, 1L, 2L, 3L, 1L, 2L);
  }

  @Test
  void aReturnedTaskComesFirstAgainInTheOrderByAge() {
    var acme = platform.tenant();
    PoolId pool = acme.open("order: 'fifo'" + ANY_NUMBER);
    acme.publish(pool, "a", "b", "c");
    var ann = acme.worker("ann");
    var first = ann.gets(pool);
    var bob = acme.worker("bob");
    assertThat(bob.gets(pool, 1)).containsExactly(2L);

    await(platform.engine().giveBack(first, "ann", "no time"));

    assertThat(bob.gets(pool, 2)).containsExactly(1L, 3L);
  }

  @Test
  void aReturnedTaskIsFoundByAWorkerThatHasLookedPastItsPlace() {
    var acme = platform.tenant();
    PoolId pool = acme.open("order: 'fifo', redundancy: {answers: 2}" + ANY_NUMBER);
    acme.publish(pool, "a", "b", "c", "d");
    var first = acme.worker("ann").gets(pool);
    assertThat(acme.worker("cid").gets(pool, 1)).as("it is full now").containsExactly(1L);
    var bob = acme.worker("bob");
    assertThat(bob.gets(pool, 2)).containsExactly(2L, 3L);

    await(platform.engine().giveBack(first, "ann", "no time"));

    assertThat(bob.gets(pool, 2)).containsExactly(1L, 4L);
  }

  @Test
  void aShuffledPoolOffersEveryTaskInAnOrderThatIsTheSameForAll() {
    var acme = platform.tenant();
    PoolId pool = acme.open("order: 'random', redundancy: {answers: 2}" + ANY_NUMBER);
    int tasks = 40;
    acme.publish(
        pool, IntStream.range(0, tasks).mapToObj(i -> task("t" + i)).toArray(NewTask[]::new));

    List<Long> anns = acme.worker("ann").gets(pool, tasks);
    List<Long> bobs = acme.worker("bob").gets(pool, tasks);

    assertThat(anns).doesNotHaveDuplicates().isNotEqualTo(anns.stream().sorted().toList());
    assertThat(bobs).isEqualTo(anns);
  }

  @Test
  void anotherOrderHoldsForTheTasksThatAreThereAndThoseThatCome() {
    var acme = platform.tenant();
    PoolId pool = acme.open("order: 'fifo'" + ANY_NUMBER);
    acme.publish(pool, task("a", 0), task("b", 1), task("c", 2));
    var ann = acme.worker("ann");
    assertThat(ann.gets(pool, 1)).containsExactly(1L);

    acme.change(pool, "order: 'priority'" + ANY_NUMBER);
    acme.publish(pool, task("d", 9));

    assertThat(ann.gets(pool, 3)).containsExactly(4L, 3L, 2L);
  }

  @Test
  void aTaskWhosePriorityIsRaisedComesFirstAlsoAfterARestart() {
    var acme = platform.tenant();
    PoolId pool = acme.open("order: 'priority'" + ANY_NUMBER);
    acme.publish(pool, "a", "b", "c", "d");

    await(platform.engine().setPriority(new TaskId(pool, 3), 7));
    await(platform.engine().setPriority(new TaskId(pool, 1), -7));
    var ann = acme.worker("ann");
    assertThat(ann.gets(pool, 1)).containsExactly(3L);
    platform.restart();

    assertThat(ann.gets(pool, 3)).containsExactly(2L, 4L, 1L);
  }

  /** Numbers of the tasks that one worker after the other gets. */
  private static List<Long> inTurn(Platform.Tenant tenant, PoolId pool, int workers) {
    return IntStream.range(0, workers)
        .mapToObj(i -> tenant.worker("w" + i).gets(pool).task().number())
        .toList();
  }
}
