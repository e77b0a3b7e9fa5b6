package swarmline.loadtest.audit;

import java.util.ArrayList;
import java.util.List;

/** When one worker was connected, by the generator's clock. */
final class Attendance {
  private final List<Long> welcomes = new ArrayList<>(1);
  private final List<Long> departures = new ArrayList<>(1);

  void welcomed(long at) {
    welcomes.add(at);
  }

  void departed(long at) {
    departures.add(at);
  }

  /**
   * Whether the worker was away at the one moment or left after it, and none of its connections was
   * welcomed before the other: what happened then, it had no way to hear of.
   */
  boolean wasAway(long from, long to) {
    boolean toldOnReturn = welcomes.stream().anyMatch(at -> at > from && at < to);
    return !toldOnReturn && (isAway(from) || departures.stream().anyMatch(at -> at >= from));
  }

  private boolean isAway(long moment) {
    return latest(welcomes, moment) <= latest(departures, moment);
  }

  private static long latest(List<Long> times, long moment) {
    return times.stream().mapToLong(at -> at).filter(at -> at <= moment).max().orElse(0);
  }
}
