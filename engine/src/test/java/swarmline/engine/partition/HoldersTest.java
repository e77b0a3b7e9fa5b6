package swarmline.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.partition.TaskSummary.LiveLease;
import swarmline.engine.pool.DispatchOrder;

class HoldersTest {
  private final Holders holders = new Holders();

  @Test
  void eachWorkersLeasesAreCountedAndAllOfThem() {
    holders.plus("ann", 1);
    holders.plus("ann", 2);
    holders.plus("bob", 1);

    assertThat(holders.of("ann")).containsExactly(1L, 2L);
    assertThat(holders.count("bob")).isEqualTo(1);
    assertThat(holders.all()).isEqualTo(3);
  }

  @Test
  void whatIsNotHeldIsNotTakenAway() {
    holders.plus("ann", 1);
    holders.minus("ann", 2);
    holders.minus("bob", 1);
    assertThat(holders.all()).isEqualTo(1);

    holders.minus("ann", 1);
    holders.minus("ann", 1);
    assertThat(holders.all()).isZero();
    assertThat(holders.of("ann")).isEmpty();
  }

  @Test
  void aTasksLeasesAndClaimsAreWithdrawnBeforeItChangesAndEnteredAfter() {
    var index = new OfferIndex(DispatchOrder.FIFO, 3);
    IndexedTask task = index.add(new OpenTask(1, 0, null, Set.of(), Set.of(), false));
    index.claimSent(task, "ann");
    index.claimSent(task, "bob");
    holders.enter(task);
    assertThat(holders.all()).isEqualTo(2);

    holders.withdraw(task);
    index.update(task, leasedTo("ann"));
    holders.enter(task);

    assertThat(holders.count("ann")).as("leased now").isEqualTo(1);
    assertThat(holders.count("bob")).as("still claiming").isEqualTo(1);

    holders.withdraw(task);
    index.answerSent(task, 1);
    holders.enter(task);
    assertThat(holders.count("ann")).as("its answer is on its way").isZero();
  }

  private static TaskSummary leasedTo(String worker) {
    return new TaskSummary(
        1,
        0,
        null,
        1,
        List.of(worker),
        List.of(new LiveLease(1, worker, null)),
        null,
        false,
        false,
        Set.of(),
        Set.of(),
        false,
        null);
  }
}
