package swarmline.loadtest.audit;

import java.util.ArrayList;
import java.util.List;

/** When one worker was connected, by the generator's clock. Told in the order of time. */
final class Attendance {
  private final List<Span> visits = new ArrayList<>(1);
  private long since;
  private long waitingSince;
  private Span lastWait = new Span(0, 0);

  void welcomed(long at) {
    departed(at);
    since = at;
  }

  void departed(long at) {
    if (since > 0) {
      visits.add(new Span(since, at));
    }
    if (waitingSince > 0) {
      lastWait = new Span(waitingSince, at);
    }
    since = 0;
    waitingSince = 0;
  }

  /** The server had nothing for it from now on. */
  void waits(long at) {
    waitingSince = at;
  }

  /** The server had something for it. */
  void served() {
    waitingSince = 0;
    lastWait = new Span(0, 0);
  }

  /** The while at its end in which it waited and nothing came; empty where it did not. */
  Span lastWait() {
    return lastWait;
  }

  /** Whether one connection, that has ended, lasted from the one moment to the other. */
  boolean covers(long from, long to) {
    return visits.stream().anyMatch(visit -> visit.from() <= from && visit.to() >= to);
  }

  /**
   * The longest while, in microseconds, that one connection to a server that was there lasted
   * between the two moments. A client notices late that a server has gone.
   */
  long longestWithin(long from, long to, Outages outages) {
    long longest = since > 0 ? lasted(Math.max(since, from), to, outages) : 0;
    for (Span visit : visits) {
      longest =
          Math.max(
              longest, lasted(Math.max(visit.from(), from), Math.min(visit.to(), to), outages));
    }
    return longest;
  }

  private static long lasted(long from, long to, Outages outages) {
    return Math.min(to, outages.firstDownFrom(from)) - from;
  }
}
