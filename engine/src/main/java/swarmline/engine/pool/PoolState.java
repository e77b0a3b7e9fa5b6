package swarmline.engine.pool;

import java.time.Instant;
import java.util.Optional;
import swarmline.engine.pool.PoolEvent.PoolCreated;
import swarmline.engine.pool.PoolEvent.PoolSpecChanged;
import swarmline.engine.pool.PoolEvent.PoolStatusChanged;

/** A pool is unknown until it is created; then it is as its view says. */
public sealed interface PoolState {

  /** The state before the first event. */
  static PoolState unknown() {
    return new Unknown();
  }

  /** The state after an event of any type. */
  static PoolState after(PoolState state, PoolEvent event) {
    return event instanceof PoolCreated created
        ? new Known(
            new PoolView(
                created.pool(),
                created.spec(),
                PoolStatus.DRAFT,
                created.partitions(),
                1,
                created.at(),
                created.at(),
                created.secret()))
        : ((Known) state).after(event);
  }

  /** Was never created. */
  record Unknown() implements PoolState {}

  /** Exists. */
  record Known(PoolView pool) implements PoolState {

    Known after(PoolEvent event) {
      if (event instanceof PoolSpecChanged changed) {
        return with(changed.spec(), pool.status(), changed.at());
      }
      if (event instanceof PoolStatusChanged changed) {
        return with(pool.spec(), changed.status(), changed.at());
      }
      throw new IllegalStateException(event + " cannot follow here");
    }

    private Known with(PoolSpec spec, PoolStatus status, Instant at) {
      return new Known(
          new PoolView(
              pool.id(),
              spec,
              status,
              pool.partitions(),
              pool.version() + 1,
              pool.createdAt(),
              at,
              pool.secret()));
    }

    /** What the clock brought about, if anything: the pool opens or closes at its time. */
    public Optional<PoolStatusChanged> due(Instant now) {
      Instant closes = pool.spec().closesAt();
      if (closes != null && !now.isBefore(closes) && openTo(closes)) {
        return Optional.of(new PoolStatusChanged(PoolStatus.CLOSED, false, now));
      }
      Instant opens = pool.spec().opensAt();
      boolean waits = pool.status() == PoolStatus.DRAFT || pool.status() == PoolStatus.PAUSED;
      return opens != null && !now.isBefore(opens) && waits && pool.changedAt().isBefore(opens)
          ? Optional.of(new PoolStatusChanged(PoolStatus.OPEN, false, now))
          : Optional.empty();
    }

    /** Somebody who opened the pool after its closing time meant it. */
    private boolean openTo(Instant closes) {
      return pool.takesTasks() && pool.changedAt().isBefore(closes);
    }
  }
}
