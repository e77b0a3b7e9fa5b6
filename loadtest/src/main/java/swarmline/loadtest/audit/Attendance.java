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
   * Whether a connection ended after the one moment and none was welcomed before the other: what
   * happened then, the worker had no way to hear of.
   */
  boolean wasAway(long from, long to) {
    boolean left = departures.stream().anyMatch(at -> at >= from);
    boolean toldOnReturn = welcomes.stream().anyMatch(at -> at > from && at < to);
    return left && !toldOnReturn;
  }
}
