package swarmline.loadtest.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import swarmline.loadtest.pace.Arrivals;

/**
 * The open loop of one socket loop: answers leave when the schedule says, by whichever worker has
 * held one ready longest. An arrival that finds no answer ready waits for one, and its waiting
 * counts. On the loop's thread only.
 */
final class Pace {
  private record Ready(Worker worker, Held held, long since) {}

  private final Shift shift;
  private final Deque<Ready> ready = new ArrayDeque<>();
  private Arrivals arrivals;

  Pace(Shift shift) {
    this.shift = shift;
  }

  /** Arrivals come from now on. */
  void begin(Arrivals scheduled) {
    arrivals = scheduled;
  }

  /** The worker would answer this as soon as it may. */
  void ready(Worker worker, Held held) {
    ready.addLast(new Ready(worker, held, shift.loop.now()));
  }

  /**
   * Sends every answer that is due.
   *
   * @return when the next one is, as {@link System#nanoTime()}; {@link Long#MAX_VALUE} where that
   *     does not depend on the time
   */
  long tick(long now) {
    if (arrivals == null) {
      return Long.MAX_VALUE;
    }
    while (arrivals.next() - now <= 0) {
      Ready first = firstReady();
      if (first == null) {
        return Long.MAX_VALUE;
      }
      long intended = arrivals.next();
      shift.latencies.record(Timing.LAG, now - Math.max(intended, first.since()));
      arrivals.advance();
      first.worker().answerAsIntended(first.held(), intended);
    }
    return arrivals.next();
  }

  /** Counts what was due and could not be done as having waited until now. */
  void end(long now) {
    while (arrivals != null && arrivals.next() - now <= 0) {
      shift.tally.add(Tally.Count.MISSED);
      shift.latencies.record(Timing.ANSWER, now - arrivals.next());
      shift.latencies.record(Timing.CLAIM, now - arrivals.next());
      arrivals.advance();
    }
    arrivals = null;
  }

  private Ready firstReady() {
    for (Ready first = ready.pollFirst(); first != null; first = ready.pollFirst()) {
      if (first.worker().canAnswer(first.held())) {
        return first;
      }
    }
    return null;
  }
}
