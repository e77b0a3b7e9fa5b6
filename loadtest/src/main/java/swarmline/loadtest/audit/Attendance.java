package swarmline.loadtest.audit;

import java.util.ArrayList;
import java.util.List;

/** When one worker was connected, by the generator's clock. Told in the order of time. */
final class Attendance {
  private final List<Span> visits = new ArrayList<>(1);
  private long since;

  void welcomed(long at) {
    departed(at);
    since = at;
  }

  void departed(long at) {
    if (since > 0) {
      visits.add(new Span(since, at));
    }
    since = 0;
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
