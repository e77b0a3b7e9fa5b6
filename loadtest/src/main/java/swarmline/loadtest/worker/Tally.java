package swarmline.loadtest.worker;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts of one loop's workers. One thread adds, any may read. */
public final class Tally {

  /** What is counted often. */
  public enum Count {
    ASSIGNED,
    ACCEPTED,
    REFUSED,
    RETURNED,
    ABANDONED,
    REVOKED,
    EXPIRED,
    SETTLED,
    WAITING,
    WELCOMED,
    DISCONNECTED,
    /** Connections that workers dropped on purpose. */
    DROPPED,
    RESENT,
    DUPLICATED,
    ANSWERED_LATE,
    /** Late answers that were refused, as they are to be. */
    REFUSED_LATE,
    /** Arrivals of an open loop that found nothing to answer before the end. */
    MISSED
  }

  private final Map<Count, AtomicLong> counts = new EnumMap<>(Count.class);
  private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();

  public Tally() {
    for (Count count : Count.values()) {
      counts.put(count, new AtomicLong());
    }
  }

  void add(Count count) {
    AtomicLong counter = counts.get(count);
    counter.setRelease(counter.getPlain() + 1);
  }

  void error(String what) {
    errors.computeIfAbsent(what, name -> new LongAdder()).increment();
  }

  public long get(Count count) {
    return counts.get(count).getAcquire();
  }

  /** How often each thing went wrong. */
  public Map<String, Long> errors() {
    var copy = new TreeMap<String, Long>();
    errors.forEach((name, count) -> copy.put(name, count.sum()));
    return copy;
  }
}
