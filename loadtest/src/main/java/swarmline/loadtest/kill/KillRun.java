package swarmline.loadtest.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import swarmline.loadtest.audit.Audit;
import swarmline.loadtest.audit.Evidence;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.Scribe;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.run.Progress;
import swarmline.loadtest.run.Run;
import swarmline.loadtest.run.RunReport;
import swarmline.loadtest.server.ServerProcess;
import swarmline.loadtest.server.ServerProcess.Recipe;

/**
 * Kills a server under load again and again, starts it on the same data and port, lets the clients
 * finish what was published, and audits.
 */
public final class KillRun {
  private static final String KEY = "sk_loadtest";
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final int STARTING_MILLIS_MAX = 4_000;

  private final KillPlan plan;
  private final Progress progress;
  private final SplittableRandom random;
  private final WallClock clock = new WallClock(InstantSource.system());
  private ServerProcess server;
  private Duration slowestStart = Duration.ZERO;

  public KillRun(KillPlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
    this.random = new SplittableRandom(plan.load().seed());
  }

  public KillResult execute() throws IOException, InterruptedException {
    Files.createDirectories(plan.directory());
    Path history = plan.directory().resolve("history");
    Recipe recipe =
        new Recipe(
            plan.jar(),
            plan.directory().resolve("data"),
            ServerProcess.freePort(),
            KEY,
            plan.serverOptions());
    RunReport report;
    server = ServerProcess.start(recipe, START_PATIENCE);
    try (HistoryFile file = HistoryFile.create(history)) {
      var run = new Run(plan.load(), server.target(), file, clock, progress, () -> Duration.ZERO);
      CompletableFuture<RunReport> running = inBackground(run);
      try {
        kill(recipe, run, running, file.scribe());
        run.finish();
        report = await(running);
        run.readTruth();
      } finally {
        run.interrupt();
      }
    } finally {
      server.close();
    }
    return new KillResult(
        report,
        Audit.of(Evidence.of(history), plan.lateMax()),
        plan.kills(),
        slowestStart,
        history);
  }

  private static CompletableFuture<RunReport> inBackground(Run run) {
    var report = new CompletableFuture<RunReport>();
    var thread =
        new Thread(
            () -> {
              try {
                report.complete(run.execute());
              } catch (IOException | RuntimeException failed) {
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

  private void kill(Recipe recipe, Run run, CompletableFuture<RunReport> running, Scribe scribe)
      throws IOException, InterruptedException {
    for (int kills = 1; kills <= plan.kills(); kills++) {
      awaitWork(run, running);
      TimeUnit.NANOSECONDS.sleep(random.nextLong(plan.aliveMax().toNanos()));
      scribe.serverDown(clock.micros(), "kill -9");
      server.kill();
      while (random.nextDouble() < plan.killedWhileStarting()) {
        server = ServerProcess.launch(recipe);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(STARTING_MILLIS_MAX));
        server.kill();
      }
      long start = System.nanoTime();
      server = ServerProcess.start(recipe, START_PATIENCE);
      scribe.serverUp(clock.micros());
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      slowestStart = took.compareTo(slowestStart) > 0 ? took : slowestStart;
      progress.step(
          "kill %d of %d; ready again after %d ms, %,d answers accepted",
          kills, plan.kills(), took.toMillis(), run.accepted());
    }
    scribe.flush();
  }

  /** Waits until an answer is accepted: the server is really at work. */
  private static void awaitWork(Run run, CompletableFuture<RunReport> running)
      throws IOException, InterruptedException {
    long before = run.accepted();
    while (run.accepted() == before) {
      if (running.isDone()) {
        await(running);
        throw new IOException("the load ended before the kills");
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
