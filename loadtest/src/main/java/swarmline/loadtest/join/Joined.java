package swarmline.loadtest.join;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import swarmline.loadtest.worker.LatencyInterval;
import swarmline.loadtest.worker.Tally.Count;
import swarmline.loadtest.worker.Workforce;

/** Several workforces as one. Thread-safe. */
public final class Joined implements Workforce {
  private final List<Workforce> parts;

  public Joined(List<Workforce> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public void start(Duration ramp) {
    parts.forEach(part -> part.start(ramp));
  }

  @Override
  public void beginArrivals() {
    parts.forEach(Workforce::beginArrivals);
  }

  @Override
  public void endArrivals() {
    parts.forEach(Workforce::endArrivals);
  }

  @Override
  public void leave() {
    parts.forEach(Workforce::leave);
  }

  @Override
  public void stop() throws InterruptedException {
    for (Workforce part : parts) {
      part.stop();
    }
  }

  @Override
  public List<String> names() {
    return parts.stream().flatMap(part -> part.names().stream()).toList();
  }

  @Override
  public boolean hasLeft() {
    return parts.stream().allMatch(Workforce::hasLeft);
  }

  @Override
  public boolean isIdle() {
    return parts.stream().allMatch(Workforce::isIdle);
  }

  @Override
  public String hopeless() {
    return hopelessParts().findFirst().orElse(null);
  }

  private Stream<String> hopelessParts() {
    return parts.stream().map(Workforce::hopeless).filter(Objects::nonNull);
  }

  @Override
  public long count(Count count) {
    return parts.stream().mapToLong(part -> part.count(count)).sum();
  }

  @Override
  public long connected() {
    return parts.stream().mapToLong(Workforce::connected).sum();
  }

  @Override
  public Map<String, Long> errors() {
    var all = new TreeMap<String, Long>();
    each(part -> part.errors().forEach((what, count) -> all.merge(what, count, Long::sum)));
    return all;
  }

  @Override
  public LatencyInterval latencies() {
    var all = LatencyInterval.empty();
    each(part -> all.add(part.latencies()));
    return all;
  }

  @Override
  public List<Thread> threads() {
    return parts.stream().flatMap(part -> part.threads().stream()).toList();
  }

  @Override
  public Duration cpuOfOthers() {
    return parts.stream().map(Workforce::cpuOfOthers).reduce(Duration.ZERO, Duration::plus);
  }

  private void each(Consumer<Workforce> action) {
    parts.forEach(action);
  }
}
