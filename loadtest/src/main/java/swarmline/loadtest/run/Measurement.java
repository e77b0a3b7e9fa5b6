package swarmline.loadtest.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import swarmline.loadtest.server.ServerWatch;
import swarmline.loadtest.worker.LatencyInterval;
import swarmline.loadtest.worker.Tally.Count;
import swarmline.loadtest.worker.Timing;
import swarmline.loadtest.worker.Workforce;

/** Measures a crew at work: each second, and from the start to the end. One thread's. */
final class Measurement {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MICROS_PER_MILLI = 1e3;
  private static final int P99 = 99;

  private final RunSettings settings;
  private final Workforce crew;
  private final ServerWatch watch;
  private final Supplier<Duration> serverCpu;
  private final Progress progress;
  private final List<Sample> samples = new ArrayList<>();
  private final LatencyInterval latencies = LatencyInterval.empty();
  private CpuMeter meter;
  private CpuMeter secondMeter;
  private Instant startedAt;
  private long startNanos;
  private long cyclesAtStart;
  private long nextSample;
  private long cyclesBefore;
  private long errorsBefore;
  private long lastMove;

  Measurement(
      RunSettings settings,
      Workforce crew,
      ServerWatch watch,
      Supplier<Duration> serverCpu,
      Progress progress) {
    this.settings = settings;
    this.crew = crew;
    this.watch = watch;
    this.serverCpu = serverCpu;
    this.progress = progress;
  }

  /** Starts anew, now. */
  void start() {
    crew.latencies();
    startedAt = Instant.now();
    startNanos = System.nanoTime();
    cyclesAtStart = crew.count(Count.ACCEPTED);
    meter = new CpuMeter(crew.threads(), crew::cpuOfOthers, serverCpu);
  }

  /** Samples until then are of before the start. */
  void startIn(Duration warmUp) {
    startNanos = System.nanoTime() + warmUp.toNanos();
  }

  Measured stop() {
    latencies.add(crew.latencies());
    double seconds = Math.max(0, System.nanoTime() - startNanos) / NANOS_PER_SECOND;
    long cycles = crew.count(Count.ACCEPTED) - cyclesAtStart;
    return new Measured(
        startedAt, startNanos, seconds, cycles, latencies, meter.read(), List.copyOf(samples));
  }

  /** The first second of several begins. */
  void beginSeconds() {
    lastMove = System.nanoTime();
    nextSample = lastMove + SECOND;
    cyclesBefore = crew.count(Count.ACCEPTED);
    errorsBefore = errors();
    secondMeter = meterOfSecond();
  }

  /** Takes a sample where a second is over. */
  void tick() {
    long now = System.nanoTime();
    if (now < nextSample) {
      return;
    }
    nextSample += SECOND;
    long accepted = crew.count(Count.ACCEPTED);
    long errors = errors();
    sample(accepted - cyclesBefore, errors - errorsBefore);
    lastMove = accepted > cyclesBefore ? now : lastMove;
    cyclesBefore = accepted;
    errorsBefore = errors;
  }

  /** For how long no answer has been accepted. */
  Duration standstill() {
    return Duration.ofNanos(System.nanoTime() - lastMove);
  }

  private CpuMeter meterOfSecond() {
    return new CpuMeter(List.of(), crew::cpuOfOthers, () -> Duration.ZERO);
  }

  private long errors() {
    return crew.errors().values().stream().mapToLong(Long::longValue).sum();
  }

  private void sample(long done, long errors) {
    LatencyInterval interval = crew.latencies();
    double second = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
    if (second > 0) {
      latencies.add(interval);
    }
    samples.add(
        new Sample(
            second,
            done,
            crew.connected(),
            errors,
            secondMeter.read().cores(),
            Sample.quantiles(interval),
            watch.take()));
    secondMeter = meterOfSecond();
    progress.update(
        Progress.share(second, settings.pacing()),
        "%6.1f s  %,7d cycles/s  claim p99 %s  answer p99 %s  %,d done  %,d errors",
        second,
        done,
        millis(interval, Timing.CLAIM),
        millis(interval, Timing.ANSWER),
        crew.count(Count.ACCEPTED),
        errors());
  }

  private static String millis(LatencyInterval interval, Timing timing) {
    long p99 = interval.of(timing).getValueAtPercentile(P99);
    return String.format(Locale.ROOT, "%.1f ms", p99 / MICROS_PER_MILLI);
  }
}
