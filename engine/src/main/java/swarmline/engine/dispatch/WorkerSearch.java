package swarmline.engine.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.dispatch.PartitionCommand.Claim;
import swarmline.engine.dispatch.PartitionCommand.LeaveLine;
import swarmline.engine.dispatch.PartitionCommand.Line;
import swarmline.engine.dispatch.PartitionCommand.Missing;
import swarmline.engine.dispatch.WorkerCommand.NothingNow;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;

/**
 * Where a worker looks for work: the open pools it takes from, those of higher priority first, and
 * in each its home partition first. One partition is asked at a time; one that has nothing puts the
 * worker in its line, and the next is asked. With a single partition the line grants leases
 * directly, with several it gives a nudge, so that two cannot fill the same place.
 */
final class WorkerSearch {
  private final WorkerId id;
  private final ActorRef<WorkerCommand> self;
  private final EngineParts parts;
  private final Map<PartitionId, Place> places = new HashMap<>();
  private List<PartitionId> candidates = List.of();

  /** What the candidates were made from; null where they are to be made anew. */
  private List<PoolView> open;

  private List<PoolId> chosen = List.of();

  /** What is known of one partition. */
  private static final class Place {
    /** Why it gave nothing when last asked; null where it may have something. */
    private Refusal empty;

    /** Leases on their way from it, as far as is known. */
    private int coming;

    /** What it was last asked for. */
    private int asked;

    /** Leases that came since it was last asked. */
    private int arrived;

    private Instant askedAt = Instant.MIN;
    private boolean inLine;
  }

  /** What a demand of the worker looks like when it is put to a partition. */
  interface Asking {
    Claim of(PartitionId partition, int want, Line line);
  }

  WorkerSearch(WorkerId id, ActorRef<WorkerCommand> self, EngineParts parts) {
    this.id = id;
    this.self = self;
    this.parts = parts;
  }

  /**
   * Looks in these pools from now on.
   *
   * @param pools empty for all the tenant has
   */
  void in(List<PoolId> pools) {
    List<PoolView> openNow = parts.directory().openOf(id.tenant());
    if (openNow == open && pools.equals(chosen)) {
      return;
    }
    open = openNow;
    chosen = pools;
    List<PartitionId> next = new ArrayList<>();
    for (PoolView pool : open) {
      if (pools.isEmpty() || pools.contains(pool.id())) {
        next.addAll(pool.slicesFor(id));
      }
    }
    if (!next.equals(candidates)) {
      places.forEach((partition, place) -> leaveLine(partition, place));
      places.keySet().retainAll(next);
      places.values().forEach(place -> place.empty = null);
      candidates = next;
    }
  }

  /**
   * Asks the first partition that may have something, where there is room.
   *
   * @param room leases that are wanted, those on their way included
   * @param waits whether a line is joined where there is nothing
   * @return whether there is room and no partition is left to ask
   */
  boolean seek(int room, boolean waits, Instant now, Asking asking) {
    if (room <= 0) {
      return false;
    }
    boolean single = candidates.size() == 1;
    Line line = !waits ? Line.NONE : single ? Line.GRANT : Line.NUDGE;
    for (PartitionId partition : candidates) {
      Place place = places.computeIfAbsent(partition, p -> new Place());
      if (!single && place.empty == null && place.coming > 0) {
        return false; // what it answers, or sends, says what is left to ask of the others
      }
      int want = room - comingFromOthers(partition);
      boolean moreThanBefore = single && place.inLine && want > place.asked;
      if (place.empty == null || moreThanBefore) {
        if (want <= 0) {
          return false;
        }
        place.asked = want;
        place.askedAt = now;
        place.arrived = 0;
        place.coming = want;
        place.empty = null;
        parts.entities().tell(partition, asking.of(partition, want, line));
        return false;
      }
    }
    return true;
  }

  /** Whether a partition has been asked and has not answered yet. */
  boolean asking() {
    return places.values().stream().anyMatch(place -> place.empty == null && place.coming > 0);
  }

  /** Whether leases are on their way, as far as is known. */
  boolean expects() {
    return coming(any -> true) > 0;
  }

  private int comingFromOthers(PartitionId partition) {
    return coming(other -> !other.equals(partition));
  }

  /** Leases on their way from the pool's other slices. */
  int comingFromOthersOfPool(PartitionId partition) {
    return coming(other -> !other.equals(partition) && other.pool().equals(partition.pool()));
  }

  private int coming(Predicate<PartitionId> from) {
    int coming = 0;
    for (var place : places.entrySet()) {
      if (from.test(place.getKey())) {
        coming += place.getValue().coming;
      }
    }
    return coming;
  }

  /** A lease came. */
  void leased(PartitionId partition) {
    Place place = places.get(partition);
    if (place != null) {
      place.coming = Math.max(0, place.coming - 1);
      place.asked = Math.max(0, place.asked - 1);
      place.arrived++;
    }
  }

  /** A partition has nothing now, or one of the leases it was to give came to nothing. */
  void nothing(NothingNow nothing, boolean waits) {
    Place place = places.get(nothing.partition());
    if (place != null) {
      boolean oneFailed = nothing.why() == Refusal.TRY_AGAIN;
      place.empty = nothing.why();
      place.coming = Math.max(0, oneFailed ? place.coming - 1 : nothing.coming() - place.arrived);
      place.inLine =
          waits
              && (nothing.why() == Refusal.NOTHING_TO_OFFER
                  || nothing.why() == Refusal.POOL_HOLDS_ENOUGH);
    }
  }

  /** The partition may have something again. */
  void available(PartitionId partition) {
    Place place = places.get(partition);
    if (place != null) {
      place.empty = null;
      place.inLine = false;
      place.coming = 0;
    }
  }

  /** An assignment of the pool ended, so that the worker no longer holds as many. */
  void ended(PoolId pool) {
    places.forEach(
        (partition, place) -> {
          if (partition.pool().equals(pool) && place.empty == Refusal.WORKER_HOLDS_ENOUGH) {
            place.empty = null;
          }
        });
  }

  /** Whatever was the matter may be so no longer, where no line is waited in. */
  void tryAgain() {
    places.values().stream().filter(place -> !place.inLine).forEach(place -> place.empty = null);
  }

  /** Lines are joined anew: a partition that moved has forgotten who waited. */
  void rejoin() {
    places.values().forEach(place -> place.empty = null);
  }

  /** Leases that did not come in time are asked after. */
  void askAfter(Instant now, Duration patience) {
    places.forEach(
        (partition, place) -> {
          boolean late = place.coming > 0 && !place.askedAt.plus(patience).isAfter(now);
          if (late) {
            parts.entities().tell(partition, new Missing(id, self));
            place.coming = 0;
            place.empty = place.inLine ? place.empty : null;
          }
        });
  }

  /** The worker wants nothing now. */
  void stop() {
    places.forEach(this::leaveLine);
    places.clear();
    candidates = List.of();
    open = null;
  }

  private void leaveLine(PartitionId partition, Place place) {
    if (place.inLine) {
      parts.entities().tell(partition, new LeaveLine(id));
      place.inLine = false;
    }
  }
}
