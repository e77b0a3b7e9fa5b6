package swarmline.api.publish;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Adds up what became of the pieces of a body, in their order. Not thread-safe. */
final class Tally {
  private final int refusedMax;
  private final List<RefusedLine> refused = new ArrayList<>();
  private long added;
  private long existing;
  private long refusedCount;

  Tally(int refusedMax) {
    this.refusedMax = refusedMax;
  }

  Tally add(BatchResult result) {
    added += result.added();
    existing += result.existing();
    refusedCount += result.refused().size();
    result.refused().stream()
        .sorted(Comparator.comparingLong(RefusedLine::line))
        .limit(Math.max(0, refusedMax - refused.size()))
        .forEach(refused::add);
    return this;
  }

  PublishReply reply() {
    return new PublishReply(added, existing, List.copyOf(refused), refusedCount);
  }
}
