package swarmline.loadtest.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import swarmline.loadtest.audit.StoredTruth;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.Scribe;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.publish.Publisher;
import swarmline.loadtest.server.PlatformApi;
import swarmline.loadtest.server.Target;
import swarmline.loadtest.worker.Answers;
import swarmline.loadtest.worker.Crew;
import swarmline.loadtest.worker.LatencyInterval;
import swarmline.loadtest.worker.Orders;
import swarmline.loadtest.worker.Tally.Count;

/**
 * Publishes, lets workers work, measures. Pools are opened when everyone is connected, so that the
 * measurement begins with a full crew. Belongs to one thread, but {@link #interrupt} may come from
 * any.
 */
public final class Run {
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration LEAVING_PATIENCE = Duration.ofSeconds(10);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int P99 = 99;

  private final RunSettings settings;
  private final Target target;
  private final PlatformApi api;
  private final HistoryFile history;
  private final Scribe scribe;
  private final Progress progress;
  private final Supplier<Duration> serverCpu;
  private final WallClock clock;
  private final List<String> pools = new ArrayList<>();
  private final List<String> trouble = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private final LatencyInterval latencies = LatencyInterval.empty();
  private volatile Publisher publisher;
  private volatile Crew crew;
  private CpuMeter meter;
  private double publishSeconds;
  private long publishedAtFirst;
  private long measureStart;
  private long cyclesAtStart;
  private boolean drained;
  private boolean draining;
  private volatile boolean finishing;
  private volatile boolean interrupted;

  /**
   * @param history null where none is kept
   * @param serverCpu processor time of the server so far; zero where it is not known
   */
  public Run(
      RunSettings settings,
      Target target,
      HistoryFile history,
      WallClock clock,
      Progress progress,
      Supplier<Duration> serverCpu) {
    this.settings = settings;
    this.target = target;
    this.api = new PlatformApi(target);
    this.history = history;
    this.scribe = history == null ? null : history.scribe();
    this.clock = clock;
    this.progress = progress;
    this.serverCpu = serverCpu;
  }

  /** Ends the run early, with what there is. */
  public void interrupt() {
    interrupted = true;
    if (publisher != null) {
      publisher.stop();
    }
  }

  public boolean isInterrupted() {
    return interrupted;
  }

  /** Publishes no more and ends the run when all is done; for settings with neither end. */
  public void finish() {
    finishing = true;
  }

  /** Answers accepted so far. */
  public long accepted() {
    Crew working = crew;
    return working == null ? 0 : working.count(Count.ACCEPTED);
  }

  /** Copies what the server stored of this run into the history, so that it can be audited. */
  public void readTruth() throws IOException, InterruptedException {
    progress.step("reading what the server stored");
    long outcomes = drained ? publisher.acknowledged() : 0;
    List<String> workers = crew == null ? List.of() : crew.names();
    new StoredTruth(api, scribe, clock, settings.patience()).read(pools, workers, outcomes);
  }

  /** Only publishes, and measures that. */
  public RunReport publishOnly() throws IOException, InterruptedException {
    begin();
    meter = new CpuMeter(List.of(), serverCpu);
    publish(settings.tasks());
    return end(0, 0);
  }

  /** The whole of it. */
  public RunReport execute() throws IOException, InterruptedException {
    begin();
    publish(settings.tasks() > 0 ? settings.tasks() : settings.publishAhead());
    gather();
    try {
      startMeasuring();
      for (String pool : pools) {
        api.setState(pool, "open");
      }
      untilItFails();
      double seconds = (System.nanoTime() - measureStart) / NANOS_PER_SECOND;
      long cycles = crew.count(Count.ACCEPTED) - cyclesAtStart;
      Cpu cpu = meter.read();
      disband();
      return end(seconds, cycles, cpu);
    } finally {
      publisher.stop();
      crew.stop();
      progress.finish();
    }
  }

  private void begin() throws IOException, InterruptedException {
    api.check();
    if (scribe != null) {
      scribe.runStarted(clock.micros(), settings.json().toString());
    }
    for (int i = 0; i < settings.pools(); i++) {
      var spec = settings.poolSpec(i);
      String pool = api.createPool(spec, settings.name() + "-" + i);
      pools.add(pool);
      if (scribe != null) {
        scribe.poolMade(pool, spec.toString());
      }
    }
    var goods =
        new Publisher.Goods(pools, settings.name(), settings.payloadBytes(), settings.batch());
    publisher = new Publisher(api, goods, clock, history, settings.patience());
  }

  private void publish(long tasks) throws IOException, InterruptedException {
    long start = System.nanoTime();
    publisher.publishUpTo(tasks, settings.publishers());
    publishSeconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    publishedAtFirst = publisher.acknowledged();
    progress.step("published %,d tasks in %.2f s", publishedAtFirst, publishSeconds);
  }

  private void gather() throws InterruptedException, IOException {
    var answers = new Answers(settings.choices(), settings.behaviour().accuracy());
    var orders = new Orders(target, settings.capacity(), pools, settings.behaviour(), answers);
    crew =
        new Crew(
            orders,
            settings.workers(),
            settings.name(),
            settings.loops(),
            settings.seed(),
            clock,
            history);
    long start = System.nanoTime();
    crew.start();
    long deadline = start + settings.patience().toNanos();
    while (!over() && crew.count(Count.WELCOMED) < settings.workers()) {
      if (System.nanoTime() > deadline) {
        crew.stop();
        throw new IOException(
            "only "
                + crew.count(Count.WELCOMED)
                + " of "
                + settings.workers()
                + " workers were welcomed in "
                + settings.patience().toSeconds()
                + " s; "
                + crew.errors());
      }
      TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
    }
    progress.step(
        "%,d workers connected in %.2f s",
        settings.workers(), (System.nanoTime() - start) / NANOS_PER_SECOND);
  }

  /** A server that goes away in the middle ends the work, and what there is gets reported. */
  private void untilItFails() throws InterruptedException {
    try {
      warmUp();
      work();
    } catch (IOException lost) {
      trouble.add(lost.getMessage());
    }
  }

  /** Measures for as long as the settings say, or until told and all is done. */
  private void work() throws IOException, InterruptedException {
    if (settings.tasks() > 0) {
      draining = true;
      measure(this::isDrained);
    } else if (settings.length() != null) {
      long end = System.nanoTime() + settings.length().toNanos();
      measure(() -> System.nanoTime() >= end);
    } else {
      measure(() -> finishing);
      draining = true;
      measure(this::isDrained);
    }
  }

  private void warmUp() throws IOException, InterruptedException {
    if (settings.warmUp().isZero()) {
      return;
    }
    measureStart = System.nanoTime() + settings.warmUp().toNanos();
    measure(() -> System.nanoTime() >= measureStart);
    startMeasuring();
  }

  private void startMeasuring() {
    crew.latencies();
    measureStart = System.nanoTime();
    cyclesAtStart = crew.count(Count.ACCEPTED);
    meter = new CpuMeter(crew.threads(), serverCpu);
  }

  /** Keeps the work coming and takes a sample each second, until the condition holds. */
  private void measure(BooleanSupplier done) throws IOException, InterruptedException {
    boolean warmingUp = System.nanoTime() < measureStart;
    long nextSample = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    long before = crew.count(Count.ACCEPTED);
    long lastMove = System.nanoTime();
    while (!over() && !done.getAsBoolean()) {
      topUp();
      TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
      long now = System.nanoTime();
      if (now >= nextSample) {
        nextSample += TimeUnit.SECONDS.toNanos(1);
        long cycles = crew.count(Count.ACCEPTED);
        sample(cycles - before, warmingUp);
        lastMove = cycles > before ? now : lastMove;
        before = cycles;
        if (now - lastMove > settings.patience().toNanos() && draining) {
          trouble.add("no answer was accepted for " + settings.patience().toSeconds() + " s");
          return;
        }
      }
    }
    if (!warmingUp) {
      latencies.add(crew.latencies());
    }
  }

  private void sample(long cycles, boolean warmingUp) {
    LatencyInterval interval = crew.latencies();
    if (!warmingUp) {
      latencies.add(interval);
    }
    double second = (System.nanoTime() - measureStart) / NANOS_PER_SECOND;
    long claimP99 = interval.claim().getValueAtPercentile(P99);
    long answerP99 = interval.answer().getValueAtPercentile(P99);
    samples.add(new Sample(second, cycles, claimP99, answerP99));
    progress.update(
        "%6.1f s  %,7d cycles/s  claim p99 %.1f ms  answer p99 %.1f ms  %,d done",
        second, cycles, claimP99 / 1000.0, answerP99 / 1000.0, crew.count(Count.ACCEPTED));
  }

  private void topUp() throws IOException, InterruptedException {
    if (draining) {
      return;
    }
    long done = crew.count(Count.ACCEPTED) / settings.redundancy();
    long open = publisher.acknowledged() - done;
    if (open < settings.publishAhead()) {
      publisher.publishUpTo(publisher.acknowledged() + settings.batch(), 1);
    }
  }

  private boolean isDrained() {
    long wanted = publisher.acknowledged() * settings.redundancy();
    drained = crew.count(Count.ACCEPTED) >= wanted || (!consensusTakesAll() && isIdleForGood());
    return drained;
  }

  private boolean consensusTakesAll() {
    return settings.consensus().equals("fixed");
  }

  /** Early consensus ends tasks before all answers came: nothing left to do is the end then. */
  private boolean isIdleForGood() {
    return crew.count(Count.ACCEPTED) > 0
        && crew.count(Count.WAITING) >= settings.workers()
        && settings.behaviour().abandon() == 0
        && crew.isIdle();
  }

  private boolean over() {
    if (interrupted) {
      return true;
    }
    String hopeless = crew.hopeless();
    if (hopeless != null && !trouble.contains(hopeless)) {
      trouble.add(hopeless);
    }
    return hopeless != null;
  }

  private void disband() throws InterruptedException {
    crew.leave();
    long deadline = System.nanoTime() + LEAVING_PATIENCE.toNanos();
    while (!crew.hasLeft() && System.nanoTime() < deadline && crew.hopeless() == null) {
      TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
    }
  }

  private RunReport end(double seconds, long cycles) {
    return end(seconds, cycles, meter.read());
  }

  private RunReport end(double seconds, long cycles, Cpu cpu) {
    if (interrupted) {
      trouble.add("interrupted");
    }
    if (scribe != null) {
      scribe.runEnded(clock.micros(), drained && trouble.isEmpty());
      scribe.flush();
    }
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    if (crew != null) {
      for (Count count : Count.values()) {
        counts.put(count, crew.count(count));
      }
    }
    return new RunReport(
        settings.json(),
        publishedAtFirst,
        publishSeconds,
        seconds,
        cycles,
        latencies,
        cpu,
        samples,
        counts,
        crew == null ? Map.of() : crew.errors(),
        trouble);
  }
}
