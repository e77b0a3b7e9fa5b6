package swarmline.persistence.cassandra;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import swarmline.engine.id.PartitionId;

/**
 * A partition that this process owns, under an epoch that only grows. Every write to its rows has a
 * write time made of the epoch and a count, so that whatever a later owner wrote wins over what an
 * earlier one wrote, however late that arrives. Thread-safe.
 */
final class Slice {
  /** Places in a bucket of the order of records. */
  static final long ORDER_BUCKET = 1024;

  private static final int COUNT_BITS = 40;

  private final PartitionId partition;
  private final long epoch;
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong underWay = new AtomicLong();
  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private volatile boolean left;
  private CompletionStage<?> last = CompletableFuture.completedStage(null);
  private long order;
  private volatile long swept;

  /**
   * @param swept up to where in the order of records the journals have gone, that place not
   *     included
   */
  Slice(PartitionId partition, long epoch, long lastOrder, long swept) {
    this.partition = partition;
    this.epoch = epoch;
    this.order = lastOrder;
    this.swept = swept;
  }

  PartitionId partition() {
    return partition;
  }

  long epoch() {
    return epoch;
  }

  /** A write time greater than every one before. */
  long writeTime() {
    return (epoch << COUNT_BITS) | count.incrementAndGet();
  }

  /** Takes the next place in the order of records; for the turn that has the slice. */
  long nextOrder() {
    return ++order;
  }

  /** The first place in the order of records whose task may still have a journal. */
  long swept() {
    return swept;
  }

  /** Journals are going up to there; for the turn that has the slice. */
  void sweptTo(long next) {
    swept = next;
  }

  /** Notes that a write begins; false where the slice was left. */
  boolean begin() {
    underWay.incrementAndGet();
    if (left) {
      end();
      return false;
    }
    return true;
  }

  void end() {
    if (underWay.decrementAndGet() == 0 && left) {
      idle.complete(null);
    }
  }

  /** No write begins any more; completes when those under way are over. */
  CompletionStage<Void> leave() {
    left = true;
    begin();
    return idle;
  }

  /** Runs the work after all that was given before, whether or not that failed. */
  synchronized <T> CompletionStage<T> inTurn(Supplier<CompletionStage<T>> work) {
    CompletionStage<T> next = last.handle((done, failure) -> null).thenCompose(done -> work.get());
    last = next;
    return next;
  }
}
