package swarmline.persistence.catalog;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import swarmline.persistence.embedded.Commit;
import swarmline.persistence.embedded.StoreFailure;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.embedded.Write;

/**
 * A task's mark that it may have a journal. Nobody waits for it: every write goes through one queue
 * in order, so whatever is written afterwards survives a crash only with the mark; where the disk
 * refuses it, it is the first thing written once the disk takes writes again.
 */
final class Touch implements Write {
  private static final byte[] NOTHING = {};

  private final byte[] key;
  private volatile StoreFailure refused;

  Touch(byte[] key) {
    this.key = key;
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
    commit.rows().put(Table.TOUCHED, key, NOTHING);
  }

  @Override
  public int size() {
    return key.length;
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
