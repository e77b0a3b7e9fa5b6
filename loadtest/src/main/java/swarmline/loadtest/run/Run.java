package swarmline.loadtest.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import swarmline.loadtest.audit.StoredTruth;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.Scribe;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.pace.Arrivals;
import swarmline.loadtest.publish.Publisher;
import swarmline.loadtest.publish.Supply;
import swarmline.loadtest.run.RunSettings.Pacing;
import swarmline.loadtest.run.RunSettings.Work;
import swarmline.loadtest.server.PlatformApi;
import swarmline.loadtest.server.ServerWatch;
import swarmline.loadtest.server.Target;
import swarmline.loadtest.worker.Answers;
import swarmline.loadtest.worker.Tally.Count;
import swarmline.loadtest.worker.Workforce;

/**
 * Publishes, lets workers work, measures. Without a ramp, pools are opened when everyone is
 * connected, so that the measurement begins with a full crew. Whatever goes wrong is in the report.
 * Belongs to one thread, but {@link #interrupt}, {@link #finish} and {@link #marks} are for any.
 */
public final class Run {
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration LEAVING_PATIENCE = Duration.ofSeconds(10);
  private static final double NANOS_PER_SECOND = 1e9;

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
  private final Patience patience;
  private volatile Publisher publisher;
  private volatile Workforce crew;
  private Supply supply;
  private double publishSeconds;
  private long publishedAtFirst;
  private Measurement measurement;
  private Measured measured = Measured.onlyCpu(Cpu.NONE);
  private boolean draining;
  private boolean drained;
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
    this.patience = new Patience(settings.patience(), this::isInterrupted);
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
      var meter = new CpuMeter(List.of(), () -> Duration.ZERO, serverCpu);
      publish(settings.work().tasks());
      measured = Measured.onlyCpu(meter.read());
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
      crew = new Hiring(settings, target, clock, history).hire(pools, answers());
      work();
    } catch (IOException failed) {
      trouble.add(failed.getMessage());
    } finally {
      close();
    }
    return end();
  }

  /** The same in a thread of its own, which does not keep the process. */
  public CompletableFuture<RunReport> executeInBackground() {
    var report = new CompletableFuture<RunReport>();
    var thread =
        new Thread(
            () -> {
              try {
                report.complete(execute());
              } catch (RuntimeException failed) {
                report.completeExceptionally(failed);
              } catch (InterruptedException stop) {
                report.cancel(true);
              }
            },
            "run");
    thread.setDaemon(true);
    thread.start();
    return report;
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
    patience.send(api::check);
    if (scribe != null) {
      scribe.runStarted(clock.micros(), settings.json().toString());
    }
    for (int i = 0; i < settings.shape().pools(); i++) {
      var spec = settings.poolSpec(i);
      String once = settings.name() + "-" + i;
      patience.send(() -> poolMade(api.createPool(spec, once), spec));
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

  /** A server that goes away in the middle ends the work, and what there is gets reported. */
  private void work() throws IOException, InterruptedException {
    Duration ramp = settings.pacing().ramp();
    crew.start(ramp);
    watch.start();
    if (ramp.isZero()) {
      gather();
    }
    measurement = new Measurement(settings, crew, watch, serverCpu, progress);
    measurement.start();
    for (String pool : pools) {
      patience.send(() -> api.setState(pool, "open"));
    }
    supply = supply();
    crew.beginArrivals();
    try {
      warmUp();
      measure();
    } finally {
      crew.endArrivals();
      measured = measurement.stop();
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
    long end = System.nanoTime() + warmUp.toNanos();
    measurement.startIn(warmUp);
    workUntil(() -> System.nanoTime() >= end);
    if (crew.count(Count.WELCOMED) < settings.crowd().workers()) {
      gather();
    }
    measurement.start();
  }

  /** Measures for as long as the settings say, or until told and all is done. */
  private void measure() throws IOException, InterruptedException {
    Duration length = settings.pacing().length();
    var drain = new Drain(settings, crew, publisher::acknowledged);
    if (settings.work().tasks() > 0) {
      drain(drain);
    } else if (length != null) {
      long end = System.nanoTime() + length.toNanos();
      workUntil(() -> System.nanoTime() >= end);
    } else {
      workUntil(() -> finishing);
      supply.stop();
      drain(drain);
    }
  }

  private void drain(Drain drain) throws IOException, InterruptedException {
    draining = true;
    workUntil(drain::isDone);
    drained = drain.isDone();
  }

  /** Takes a sample each second until the condition holds. */
  private void workUntil(BooleanSupplier done) throws IOException, InterruptedException {
    measurement.beginSeconds();
    while (!over() && !done.getAsBoolean()) {
      TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
      requireSupply();
      measurement.tick();
      if (draining && measurement.standstill().compareTo(settings.patience()) > 0) {
        trouble.add("no answer was accepted for " + settings.patience().toSeconds() + " s");
        return;
      }
    }
  }

  private void requireSupply() throws IOException {
    if (supply != null && supply.failure() != null) {
      throw supply.failure();
    }
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
        measured.startedAt(),
        publishedAtFirst,
        publishSeconds,
        measured.seconds(),
        measured.cycles(),
        measured.latencies(),
        measured.cpu(),
        measured.samples(),
        marks.since(measured.startNanos()),
        counts,
        crew == null ? Map.of() : crew.errors(),
        trouble);
  }
}
