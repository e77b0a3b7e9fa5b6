package swarmline.loadtest.audit;

import java.util.ArrayList;
import java.util.List;

/** When the server was away because the harness took it away. */
final class Outages {
  private record Outage(long from, long to) {}

  private final List<Outage> outages = new ArrayList<>();
  private long downSince;

  void down(long at) {
    downSince = at;
  }

  void up(long at) {
    outages.add(new Outage(downSince, at));
  }

  /** The first moment from {@code at} on at which the server was there. */
  long firstUpFrom(long at) {
    long moment = at;
    for (Outage outage : outages) {
      if (moment >= outage.from() && moment < outage.to()) {
        moment = outage.to();
      }
    }
    return moment;
  }

  /** The first moment from {@code at} on at which the server was taken away. */
  long firstDownFrom(long at) {
    return outages.stream()
        .mapToLong(Outage::from)
        .filter(from -> from >= at)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Whether the server was away at any moment of the interval. */
  boolean anyIn(long from, long to) {
    return outages.stream().anyMatch(outage -> outage.from() < to && outage.to() > from);
  }
}
