package swarmline.loadtest.chaos;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import swarmline.loadtest.audit.Audit;
import swarmline.loadtest.audit.ConsensusFacts;
import swarmline.loadtest.audit.Evidence;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.Scribe;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.run.Progress;
import swarmline.loadtest.run.Run;
import swarmline.loadtest.run.RunReport;
import swarmline.loadtest.server.PlatformApi;
import swarmline.loadtest.server.ServerProcess;
import swarmline.loadtest.server.ServerProcess.Recipe;
import swarmline.loadtest.server.Target;

/**
 * Makes fault after fault to a server of its own under load, lets the clients finish what was
 * published, and audits. Belongs to one thread, but {@link #interrupt} is for any.
 */
public final class ChaosRun {
  private static final String KEY = "sk_loadtest";
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final int STARTING_MILLIS_MAX = 4_000;
  private static final Duration JUMP = Duration.ofHours(1);

  private final ChaosPlan plan;
  private final Progress progress;
  private final SplittableRandom random;
  private final WallClock clock = new WallClock(InstantSource.system());
  private final Map<FaultKind, Integer> made = new EnumMap<>(FaultKind.class);
  private final List<String> skipped = new ArrayList<>();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private ServerProcess server;
  private CutProxy proxy;
  private SmallDisk disk;
  private FakeClock wallClock;
  private Recipe recipe;
  private volatile Run run;
  private Scribe scribe;
  private Duration slowestStart = Duration.ZERO;

  public ChaosRun(ChaosPlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
    this.random = new SplittableRandom(plan.load().seed());
  }

  public ChaosResult execute() throws IOException, InterruptedException {
    Files.createDirectories(plan.directory());
    Path history = plan.directory().resolve("history");
    try {
      prepare();
      server = ServerProcess.start(recipe, START_PATIENCE);
      proxy = CutProxy.to(server.target().address());
      Target direct = server.target();
      RunReport report = underLoad(history);
      Evidence evidence = isInterrupted() ? null : Evidence.of(history);
      return new ChaosResult(
          report,
          evidence == null ? null : Audit.of(evidence, plan.lateMax()),
          evidence == null ? null : ConsensusFacts.of(evidence, run.answers()::truth),
          made,
          skipped,
          slowestStart,
          new PlatformApi(direct).version(),
          history);
    } finally {
      close();
    }
  }

  /** Makes no more faults, puts right what the one under way did, and ends with what there is. */
  public void interrupt() {
    interrupted.countDown();
    Run running = run;
    if (running != null) {
      running.interrupt();
    }
  }

  private boolean isInterrupted() {
    return interrupted.getCount() == 0;
  }

  /** Waits so long, or until interrupted. */
  private void rest(long nanos) throws InterruptedException {
    if (interrupted.await(nanos, TimeUnit.NANOSECONDS)) {
      progress.step("interrupted");
    }
  }

  /** Asks for no more harm than the machine and this user allow. */
  private void prepare() throws IOException, InterruptedException {
    Path data = plan.directory().resolve("data");
    if (plan.has(FaultKind.FULL_DISK)) {
      try {
        disk = SmallDisk.mount(plan.directory().resolve("disk"));
        data = disk.path().resolve("data");
      } catch (IOException notAllowed) {
        skipped.add("no full disk: " + notAllowed.getMessage());
      }
    }
    Map<String, String> environment = Map.of();
    if (plan.has(FaultKind.CLOCK_JUMP)) {
      Optional<FakeClock> found = FakeClock.in(plan.directory().toAbsolutePath());
      wallClock = found.orElse(null);
      environment = found.map(FakeClock::environment).orElse(Map.of());
      if (found.isEmpty()) {
        skipped.add("no clock jump: libfaketime is not installed");
      }
    }
    recipe =
        new Recipe(
            plan.jar(), data, ServerProcess.freePort(), KEY, plan.serverOptions(), environment);
  }

  private RunReport underLoad(Path history) throws IOException, InterruptedException {
    try (HistoryFile file = HistoryFile.create(history)) {
      scribe = file.scribe();
      var target = new Target(URI.create("http://127.0.0.1:" + proxy.port()), KEY);
      run = new Run(plan.load(), target, file, clock, progress, () -> Duration.ZERO);
      CompletableFuture<RunReport> running = run.executeInBackground();
      try {
        if (isInterrupted()) {
          run.interrupt();
        }
        harm(running);
        run.finish();
        RunReport report = await(running);
        if (!isInterrupted()) {
          run.readTruth();
        }
        return report;
      } finally {
        run.interrupt();
      }
    }
  }

  private void close() throws IOException {
    if (server != null) {
      server.close();
    }
    if (proxy != null) {
      proxy.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  private void harm(CompletableFuture<RunReport> running) throws IOException, InterruptedException {
    int done = 0;
    List<FaultKind> order = plan.order();
    for (FaultKind kind : order) {
      awaitWork(running);
      rest(random.nextLong(plan.quietMax().toNanos()));
      if (isInterrupted()) {
        break;
      }
      long from = System.nanoTime();
      String what = harm(kind);
      done++;
      if (!what.isEmpty()) {
        run.marks().add(from, System.nanoTime(), kind.label(), what);
        made.merge(kind, 1, Integer::sum);
        progress.step(
            "fault %d of %d: %s; %,d answers accepted", done, order.size(), what, run.accepted());
      }
    }
    scribe.flush();
  }

  /** Makes one fault and waits until it is over; says what it did, nothing where it cannot. */
  private String harm(FaultKind kind) throws IOException, InterruptedException {
    return switch (kind) {
      case KILL -> kill();
      case PAUSE -> pause();
      case CUT -> cut();
      case FULL_DISK -> disk == null ? "" : fillDisk();
      case CLOCK_JUMP -> wallClock == null ? "" : jump();
    };
  }

  private String kill() throws IOException, InterruptedException {
    scribe.serverDown(clock.micros(), "kill -9");
    server.kill();
    int more = 0;
    while (!isInterrupted() && random.nextDouble() < plan.killedWhileStarting()) {
      server = ServerProcess.launch(recipe);
      rest(TimeUnit.MILLISECONDS.toNanos(random.nextInt(STARTING_MILLIS_MAX)));
      server.kill();
      more++;
    }
    long start = System.nanoTime();
    server = ServerProcess.start(recipe, START_PATIENCE);
    scribe.serverUp(clock.micros());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    slowestStart = took.compareTo(slowestStart) > 0 ? took : slowestStart;
    String again = more == 0 ? "" : ", " + more + " more while starting";
    return "kill -9" + again + ", ready " + took.toMillis() + " ms after its start";
  }

  private String pause() throws IOException, InterruptedException {
    long length = length();
    scribe.serverDown(clock.micros(), "SIGSTOP");
    Tool.run("kill", "-STOP", Long.toString(server.pid()));
    rest(length);
    Tool.run("kill", "-CONT", Long.toString(server.pid()));
    scribe.serverUp(clock.micros());
    return "SIGSTOP, and SIGCONT after " + millis(length) + " ms";
  }

  private String cut() throws InterruptedException {
    long length = length();
    int connections = proxy.connections();
    proxy.cut();
    rest(length);
    proxy.mend();
    return connections + " connections cut for " + millis(length) + " ms";
  }

  private String fillDisk() throws IOException, InterruptedException {
    long length = length();
    disk.fill();
    rest(length);
    disk.free();
    return "the disk was full for " + millis(length) + " ms";
  }

  /** The clock is put right before anything else is done: a start would live by it. */
  private String jump() throws IOException, InterruptedException {
    long length = length() + TimeUnit.SECONDS.toNanos(1);
    Duration ahead = random.nextBoolean() ? JUMP : JUMP.negated();
    wallClock.set(ahead);
    rest(length);
    wallClock.set(Duration.ZERO);
    TimeUnit.SECONDS.sleep(1);
    return "the wall clock was "
        + JUMP.toHours()
        + " h "
        + (ahead.isNegative() ? "behind" : "ahead")
        + " for "
        + millis(length)
        + " ms";
  }

  private long length() {
    long longest = plan.length().toNanos();
    return longest / 2 + random.nextLong(longest / 2 + 1);
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /** Waits until an answer is accepted: the server is really at work. */
  private void awaitWork(CompletableFuture<RunReport> running)
      throws IOException, InterruptedException {
    long before = run.accepted();
    while (run.accepted() == before && !isInterrupted()) {
      if (running.isDone()) {
        RunReport report = await(running);
        throw new IOException("the load ended before the last fault: " + report.trouble());
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
  }

  private static RunReport await(CompletableFuture<RunReport> running)
      throws IOException, InterruptedException {
    try {
      return running.get();
    } catch (ExecutionException failed) {
      throw new IOException("the load failed: " + failed.getCause().getMessage(), failed);
    }
  }
}
