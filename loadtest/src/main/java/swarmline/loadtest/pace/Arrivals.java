package swarmline.loadtest.pace;

import java.util.random.RandomGenerator;

/** The arrivals of a schedule, one after the other. Not thread-safe. */
public final class Arrivals {
  private final Schedule schedule;
  private final RandomGenerator random;
  private final long start;
  private double count;
  private long next;

  /**
   * @param start nanoseconds of {@link System#nanoTime()} at which the schedule begins
   * @param offset of the first arrival, 0 to 1 of the distance between two
   */
  public Arrivals(Schedule schedule, RandomGenerator random, long start, double offset) {
    this.schedule = schedule;
    this.random = random;
    this.start = start;
    this.count = schedule.isRandom() ? random.nextExponential() : offset;
    this.next = start + schedule.nanos(count);
  }

  /** When the next is intended, as {@link System#nanoTime()}. */
  public long next() {
    return next;
  }

  /** The next has happened. */
  public void advance() {
    count += schedule.isRandom() ? random.nextExponential() : 1;
    next = start + schedule.nanos(count);
  }
}
