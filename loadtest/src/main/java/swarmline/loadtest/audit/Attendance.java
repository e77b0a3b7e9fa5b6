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

  /** The longest while, in microseconds, that one connection lasted between the two moments. */
  long longestWithin(long from, long to) {
    long longest = since > 0 ? to - Math.max(since, from) : 0;
    for (Span visit : visits) {
      longest = Math.max(longest, Math.min(visit.to(), to) - Math.max(visit.from(), from));
    }
    return longest;
  }
}
