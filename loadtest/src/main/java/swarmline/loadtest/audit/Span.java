package swarmline.loadtest.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A while in which a place of a task was taken.
 *
 * @param from microseconds, inclusive
 * @param to microseconds, exclusive
 */
record Span(long from, long to) {

  /** How many of the spans overlapped at the busiest moment. One ends before another begins. */
  static int mostAtOnce(List<Span> spans) {
    record Step(long at, int change) {}
    List<Step> steps = new ArrayList<>(spans.size() * 2);
    for (Span span : spans) {
      if (span.from < span.to) {
        steps.add(new Step(span.from, 1));
        steps.add(new Step(span.to, -1));
      }
    }
    steps.sort(Comparator.comparingLong(Step::at).thenComparingInt(Step::change));
    int now = 0;
    int most = 0;
    for (Step step : steps) {
      now += step.change();
      most = Math.max(most, now);
    }
    return most;
  }
}
