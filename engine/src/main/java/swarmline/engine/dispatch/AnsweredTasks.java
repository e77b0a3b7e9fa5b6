package swarmline.engine.dispatch;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.task.Settlement.Verdict;

/** The tasks of a slice that a worker has approved answers to, by its ledger. */
final class AnsweredTasks {
  private static final int PAGE = 1_000;

  private AnsweredTasks() {}

  /** Their numbers, in the order in which they were settled. */
  static CompletionStage<Set<Long>> of(WorkerId worker, PartitionId slice, Catalog catalog) {
    return read(worker, slice, catalog, null, new LinkedHashSet<>());
  }

  private static CompletionStage<Set<Long>> read(
      WorkerId worker, PartitionId slice, Catalog catalog, String cursor, Set<Long> found) {
    return catalog
        .ledger(worker, cursor, PAGE)
        .thenComposeAsync(
            page -> {
              page.items().stream()
                  .filter(entry -> isIn(slice, entry))
                  .forEach(entry -> found.add(entry.assignment().task().number()));
              return page.next() == null
                  ? CompletableFuture.completedStage(found)
                  : read(worker, slice, catalog, page.next(), found);
            });
  }

  private static boolean isIn(PartitionId slice, LedgerEntry entry) {
    TaskId task = entry.assignment().task();
    return entry.settlement().verdict() == Verdict.APPROVED
        && task.pool().equals(slice.pool())
        && PartitionId.of(task, slice.count()).equals(slice);
  }
}
