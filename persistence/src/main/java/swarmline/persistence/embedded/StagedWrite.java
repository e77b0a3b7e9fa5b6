package swarmline.persistence.embedded;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.Done;

/** A write that a stage waits for. What depends on the stage does not run on the committer. */
final class StagedWrite implements Write {
  private final int size;
  private final Consumer<Commit> rows;
  private final Executor executor;
  private final CompletableFuture<Done> stage = new CompletableFuture<>();

  StagedWrite(int size, Consumer<Commit> rows, Executor executor) {
    this.size = size;
    this.rows = rows;
    this.executor = executor;
  }

  CompletionStage<Done> stage() {
    return stage;
  }

  @Override
  public void addTo(Commit commit) {
    rows.accept(commit);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void committed() {
    executor.execute(() -> stage.complete(Done.getInstance()));
  }

  @Override
  public void failed(StoreFailure failure) {
    executor.execute(() -> stage.completeExceptionally(failure));
  }
}
