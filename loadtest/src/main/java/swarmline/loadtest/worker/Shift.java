package swarmline.loadtest.worker;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import swarmline.loadtest.history.Scribe;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.wire.JsonFields;
import swarmline.loadtest.wire.SocketLoop;

/** What the workers of one loop share: its thread, its counts, its page of the history. */
final class Shift {
  final Orders orders;
  final SocketLoop loop;
  final WallClock clock;
  final Tally tally = new Tally();
  final Latencies latencies = new Latencies();
  final SplittableRandom random;
  final JsonFields fields = new JsonFields();
  final JsonFields inner = new JsonFields();

  /** The history's page; null where none is kept. */
  final Scribe scribe;

  /** What makes going on pointless, such as a key that is refused; null while all is well. */
  final AtomicReference<String> hopeless;

  /** Workers that are connected. Written on the loop's thread only. */
  volatile int open;

  /** The open loop; null in a closed one. */
  final Pace pace;

  /** Leases that are let end; all shifts share it. */
  final Overdue overdue;

  /** Whether workers are to finish what they hold and leave. On the loop's thread only. */
  boolean leaving;

  Shift(
      Orders orders,
      SocketLoop loop,
      WallClock clock,
      Scribe scribe,
      long seed,
      Overdue overdue,
      AtomicReference<String> hopeless) {
    this.orders = orders;
    this.loop = loop;
    this.clock = clock;
    this.scribe = scribe;
    this.random = new SplittableRandom(seed);
    this.hopeless = hopeless;
    this.overdue = overdue;
    this.pace = orders.schedule() == null ? null : new Pace(this);
    if (pace != null) {
      loop.eachTurn(pace::tick);
    }
  }

  /** On the loop's thread only. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void cameOrWent(int workers) {
    open += workers;
  }

  /** The history's time of the current callback. */
  long time() {
    return clock.micros(loop.now());
  }
}
