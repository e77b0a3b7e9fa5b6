package swarmline.persistence.catalog;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import swarmline.engine.task.TaskDefinition;
import swarmline.persistence.embedded.Commit;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.StoreFailure;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.embedded.Write;

/**
 * An open task's mark that it may have a journal, in the row that says that it is open. Nobody
 * waits for it: every write goes through one queue in order, so whatever is written afterwards
 * survives a crash only with the mark; where the disk refuses it, it is the first thing written
 * once the disk takes writes again.
 */
final class Touch implements Write {
  private final byte[] key;
  private final byte[] row;
  private volatile StoreFailure refused;

  Touch(TaskDefinition task) {
    this.key = Keys.task(task.id());
    this.row = OpenRow.touched(task);
  }

  /** Done once it was handed in; failed when it was not even taken. */
  CompletionStage<Done> stage() {
    StoreFailure failure = refused;
    return failure == null
        ? CompletableFuture.completedStage(Done.getInstance())
        : CompletableFuture.failedStage(failure);
  }

  @Override
  public void addTo(Commit commit) {
    commit.rows().put(Table.OPEN, key, row);
  }

  @Override
  public int size() {
    return key.length + row.length;
  }

  @Override
  public boolean carriedOver() {
    return true;
  }

  @Override
  public void committed() {}

  @Override
  public void failed(StoreFailure failure) {
    refused = failure;
  }
}
