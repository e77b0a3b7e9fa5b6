package swarmline.loadtest.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import swarmline.loadtest.audit.StoredTruth;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.Scribe;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.join.GeneratorOrders;
import swarmline.loadtest.join.Joined;
import swarmline.loadtest.join.JoinedGenerator;
import swarmline.loadtest.pace.Arrivals;
import swarmline.loadtest.publish.Publisher;
import swarmline.loadtest.publish.Supply;
import swarmline.loadtest.run.RunSettings.Crowd;
import swarmline.loadtest.run.RunSettings.Pacing;
import swarmline.loadtest.run.RunSettings.Work;
import swarmline.loadtest.server.ApiRefusal;
import swarmline.loadtest.server.PlatformApi;
import swarmline.loadtest.server.ServerWatch;
import swarmline.loadtest.server.Target;
import swarmline.loadtest.server.Unreachable;
import swarmline.loadtest.worker.Answers;
import swarmline.loadtest.worker.Crew;
import swarmline.loadtest.worker.LatencyInterval;
import swarmline.loadtest.worker.Orders;
import swarmline.loadtest.worker.Roster;
import swarmline.loadtest.worker.Tally.Count;
import swarmline.loadtest.worker.Timing;
import swarmline.loadtest.worker.Workforce;

/**
 * Publishes, lets workers work, measures. Without a ramp, pools are opened when everyone is
 * connected, so that the measurement begins with a full crew. Whatever goes wrong is in the report.
 * Belongs to one thread, but {@link #interrupt}, {@link #finish} and {@link #marks} are for any.
 */
public final class Run {
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final Duration RETRY = Duration.ofMillis(200);
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration LEAVING_PATIENCE = Duration.ofSeconds(10);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MICROS_PER_MILLI = 1e3;
  private static final int P99 = 99;

  private final RunSettings settings;
  private final Target target;
  private final PlatformApi api;
  private final HistoryFile history;
  private final Scribe scribe;
  private final Progress progress;
  private final Supplier<Duration> serverCpu;
  private final WallClock clock;
  private final ServerWatch watch;
  private final Marks marks = new Marks();
  private final List<String> pools = new ArrayList<>();
  private final List<String> trouble = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private final LatencyInterval latencies = LatencyInterval.empty();
  private volatile Publisher publisher;
  private volatile Workforce crew;
  private Supply supply;
  private CpuMeter meter;
  private CpuMeter secondMeter;
  private double publishSeconds;
  private long publishedAtFirst;
  private Instant startedAt;
  private long measureStart;
  private long cyclesAtStart;
  private double seconds;
  private long cycles;
  private Cpu cpu = Cpu.NONE;
  private boolean drained;
  private long idleSince = System.nanoTime();
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
    this.watch = new ServerWatch(api);
  }

  /** Ends the run early, with what there is. */
  public void interrupt() {
    interrupted = true;
    Publisher publishing = publisher;
    if (publishing != null) {
      publishing.stop();
    }
  }

  public boolean isInterrupted() {
    return interrupted;
  }

  /** Whether it came so far that the server has something to be audited. */
  public boolean isAuditable() {
    return !interrupted && !pools.isEmpty();
  }

  /** Publishes no more and ends the run when all is done; for settings with neither end. */
  public void finish() {
    finishing = true;
  }

  /** What workers answer. */
  public Answers answers() {
    return new Answers(settings.shape().choices(), settings.crowd().behaviour().accuracy());
  }

  /** Where to say what is done to the server meanwhile. */
  public Marks marks() {
    return marks;
  }

  /** Answers accepted so far. */
  public long accepted() {
    Workforce working = crew;
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
  public RunReport publishOnly() throws InterruptedException {
    try {
      begin();
      meter = new CpuMeter(List.of(), () -> Duration.ZERO, serverCpu);
      publish(settings.work().tasks());
      cpu = meter.read();
    } catch (IOException failed) {
      trouble.add(failed.getMessage());
    }
    return end();
  }

  /** The whole of it. */
  public RunReport execute() throws InterruptedException {
    try {
      begin();
      publish(firstTasks());
      crew = hire();
      work();
    } catch (IOException failed) {
      trouble.add(failed.getMessage());
    } finally {
      close();
    }
    return end();
  }

  private long firstTasks() {
    Work work = settings.work();
    if (settings.pacing().tasks() != null) {
      return 0;
    }
    return work.tasks() > 0 ? work.tasks() : work.ahead();
  }

  private void begin() throws IOException, InterruptedException {
    Descriptors.require(settings.crowd().workers());
    patiently(api::check);
    if (scribe != null) {
      scribe.runStarted(clock.micros(), settings.json().toString());
    }
    for (int i = 0; i < settings.shape().pools(); i++) {
      var spec = settings.poolSpec(i);
      String once = settings.name() + "-" + i;
      patiently(() -> poolMade(api.createPool(spec, once), spec));
    }
    Work work = settings.work();
    var goods = new Publisher.Goods(pools, settings.name(), work.payloadBytes(), work.batch());
    publisher = new Publisher(api, goods, clock, history, settings.patience());
  }

  private void poolMade(String pool, JsonNode spec) {
    pools.add(pool);
    if (scribe != null) {
      scribe.poolMade(pool, spec.toString());
    }
  }

  private interface Request {
    void send() throws IOException, InterruptedException;
  }

  /** Sends a request again while the server asks for that, or goes away without an answer. */
  private void patiently(Request request) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + settings.patience().toNanos();
    while (true) {
      try {
        request.send();
        return;
      } catch (IOException failed) {
        boolean lasting =
            failed instanceof Unreachable
                || (failed instanceof ApiRefusal refusal && !refusal.isTemporary());
        if (lasting || System.nanoTime() > deadline || interrupted) {
          throw failed;
        }
        TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
      }
    }
  }

  private void publish(long tasks) throws IOException, InterruptedException {
    if (tasks == 0) {
      return;
    }
    long start = System.nanoTime();
    publisher.publishUpTo(tasks, settings.work().publishers());
    publishSeconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    publishedAtFirst = publisher.acknowledged();
    progress.step("published %,d tasks in %.2f s", publishedAtFirst, publishSeconds);
  }

  private Workforce hire() throws IOException {
    Crowd crowd = settings.crowd();
    var orders =
        new Orders(
            target,
            crowd.capacity(),
            pools,
            crowd.behaviour(),
            answers(),
            settings.pacing().answers(),
            settings.pacing().tasks() != null);
    return crowd.generators().isEmpty()
        ? crew(orders, new Roster(settings.name(), 0, crowd.workers()))
        : join(orders, crowd);
  }

  private Crew crew(Orders orders, Roster roster) {
    return new Crew(orders, roster, settings.crowd().loops(), settings.seed(), clock, history);
  }

  /** Workers and schedule are shared out evenly between this generator and the joined ones. */
  private Workforce join(Orders orders, Crowd crowd) throws IOException {
    List<Roster> rosters =
        new Roster(settings.name(), 0, crowd.workers()).parts(crowd.generators().size() + 1);
    Orders part = orders.share(rosters.size());
    List<Workforce> all = new ArrayList<>();
    all.add(crew(part, rosters.get(0)));
    for (int i = 1; i < rosters.size(); i++) {
      long seed = settings.seed() + (long) i * crowd.loops();
      var its =
          GeneratorOrders.of(
              part,
              settings.shape().choices(),
              rosters.get(i),
              crowd.loops(),
              seed,
              history != null);
      all.add(JoinedGenerator.start(crowd.generators().get(i - 1), its, history));
    }
    return new Joined(all);
  }

  /** A server that goes away in the middle ends the work, and what there is gets reported. */
  private void work() throws IOException, InterruptedException {
    Duration ramp = settings.pacing().ramp();
    crew.start(ramp);
    watch.start();
    if (ramp.isZero()) {
      gather();
    }
    startMeasuring();
    for (String pool : pools) {
      patiently(() -> api.setState(pool, "open"));
    }
    supply = supply();
    crew.beginArrivals();
    try {
      warmUp();
      measure();
    } finally {
      stopMeasuring();
    }
    disband();
  }

  /** What keeps tasks coming; null where all are there. */
  private Supply supply() {
    Pacing pacing = settings.pacing();
    Supply made = null;
    if (pacing.tasks() != null) {
      var random = new SplittableRandom(settings.seed());
      made =
          Supply.scheduled(publisher, new Arrivals(pacing.tasks(), random, System.nanoTime(), 0));
    } else if (settings.work().tasks() == 0) {
      int answers = settings.shape().redundancy();
      made =
          Supply.ahead(
              publisher,
              settings.work().ahead(),
              settings.work().batch(),
              () -> accepted() / answers);
    }
    if (made != null) {
      made.start();
    }
    return made;
  }

  private void gather() throws InterruptedException, IOException {
    int workers = settings.crowd().workers();
    long start = System.nanoTime();
    long deadline = start + settings.patience().toNanos();
    while (!over() && crew.count(Count.WELCOMED) < workers) {
      if (System.nanoTime() > deadline) {
        throw new IOException(notAllCame());
      }
      TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
    }
    progress.step(
        "%,d workers connected in %.2f s", workers, (System.nanoTime() - start) / NANOS_PER_SECOND);
  }

  private String notAllCame() {
    return "only "
        + crew.count(Count.WELCOMED)
        + " of "
        + settings.crowd().workers()
        + " workers were welcomed in "
        + settings.patience().toSeconds()
        + " s; "
        + crew.errors();
  }

  private void warmUp() throws IOException, InterruptedException {
    Duration warmUp = settings.pacing().warmUp();
    if (warmUp.isZero()) {
      return;
    }
    measureStart = System.nanoTime() + warmUp.toNanos();
    sampleUntil(() -> System.nanoTime() >= measureStart);
    if (crew.count(Count.WELCOMED) < settings.crowd().workers()) {
      gather();
    }
    startMeasuring();
  }

  /** Measures for as long as the settings say, or until told and all is done. */
  private void measure() throws IOException, InterruptedException {
    Duration length = settings.pacing().length();
    if (settings.work().tasks() > 0) {
      draining = true;
      sampleUntil(this::isDrained);
    } else if (length != null) {
      long end = System.nanoTime() + length.toNanos();
      sampleUntil(() -> System.nanoTime() >= end);
    } else {
      sampleUntil(() -> finishing);
      supply.stop();
      draining = true;
      sampleUntil(this::isDrained);
    }
  }

  private void startMeasuring() {
    crew.latencies();
    startedAt = Instant.now();
    measureStart = System.nanoTime();
    cyclesAtStart = crew.count(Count.ACCEPTED);
    meter = new CpuMeter(crew.threads(), crew::cpuOfOthers, serverCpu);
  }

  private void stopMeasuring() {
    crew.endArrivals();
    latencies.add(crew.latencies());
    seconds = Math.max(0, System.nanoTime() - measureStart) / NANOS_PER_SECOND;
    cycles = crew.count(Count.ACCEPTED) - cyclesAtStart;
    cpu = meter.read();
  }

  /** Takes a sample each second until the condition holds. */
  private void sampleUntil(BooleanSupplier done) throws IOException, InterruptedException {
    secondMeter = new CpuMeter(List.of(), crew::cpuOfOthers, () -> Duration.ZERO);
    long nextSample = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    long cyclesBefore = crew.count(Count.ACCEPTED);
    long errorsBefore = errors();
    long lastMove = System.nanoTime();
    while (!over() && !done.getAsBoolean()) {
      TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
      requireSupply();
      long now = System.nanoTime();
      if (now >= nextSample) {
        nextSample += TimeUnit.SECONDS.toNanos(1);
        long all = crew.count(Count.ACCEPTED);
        long errors = errors();
        sample(all - cyclesBefore, errors - errorsBefore);
        lastMove = all > cyclesBefore ? now : lastMove;
        cyclesBefore = all;
        errorsBefore = errors;
        if (now - lastMove > settings.patience().toNanos() && draining) {
          trouble.add("no answer was accepted for " + settings.patience().toSeconds() + " s");
          return;
        }
      }
    }
  }

  private long errors() {
    return crew.errors().values().stream().mapToLong(Long::longValue).sum();
  }

  private void requireSupply() throws IOException {
    if (supply != null && supply.failure() != null) {
      throw supply.failure();
    }
  }

  private void sample(long done, long errors) {
    LatencyInterval interval = crew.latencies();
    double second = (System.nanoTime() - measureStart) / NANOS_PER_SECOND;
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
    secondMeter = new CpuMeter(List.of(), crew::cpuOfOthers, () -> Duration.ZERO);
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

  private boolean isDrained() {
    long wanted = publisher.acknowledged() * settings.shape().redundancy();
    drained =
        crew.count(Count.ACCEPTED) >= wanted || (!settings.shape().takesAll() && isIdleForGood());
    return drained;
  }

  /**
   * Early consensus ends tasks before all answers came: nothing left to do is the end then, where
   * it lasts. For a moment, between a commit of answers and one of leases, all may be idle.
   */
  private boolean isIdleForGood() {
    long now = System.nanoTime();
    if (!isIdle()) {
      idleSince = now;
    }
    return now - idleSince >= IDLE_NANOS;
  }

  private boolean isIdle() {
    return crew.count(Count.ACCEPTED) > 0
        && crew.count(Count.WAITING) >= settings.crowd().workers()
        && !settings.crowd().behaviour().letsLeasesEnd()
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
    if (supply != null) {
      supply.stop();
    }
    crew.leave();
    long deadline = System.nanoTime() + LEAVING_PATIENCE.toNanos();
    while (!crew.hasLeft() && System.nanoTime() < deadline && crew.hopeless() == null) {
      TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
    }
  }

  private void close() throws InterruptedException {
    watch.close();
    if (publisher != null) {
      publisher.stop();
    }
    if (supply != null) {
      supply.stop();
    }
    if (crew != null) {
      crew.stop();
    }
    progress.finish();
  }

  private RunReport end() {
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
        startedAt,
        publishedAtFirst,
        publishSeconds,
        seconds,
        cycles,
        latencies,
        cpu,
        samples,
        marks.since(measureStart),
        counts,
        crew == null ? Map.of() : crew.errors(),
        trouble);
  }
}
