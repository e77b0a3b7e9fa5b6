package swarmline.loadtest.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import swarmline.loadtest.run.Progress;

/**
 * Crowds under policies in several orders of arrival, some replays at once: they share a server and
 * its processors, and nothing else.
 */
public final class Replays {
  private static final double NANOS_PER_SECOND = 1e9;

  private final ReplayRun run;
  private final List<Crowd> crowds;
  private final List<Policy> policies;
  private final int seeds;
  private final Progress progress;
  private final long answers;
  private final long began = System.nanoTime();

  /** Takes the replays of a crowd under a policy, once all its orders are done. */
  public interface Reader {
    void read(List<Replayed> seeds) throws IOException;
  }

  /**
   * @param seeds orders of arrival of each crowd under each policy
   */
  public Replays(
      ReplayRun run, List<Crowd> crowds, List<Policy> policies, int seeds, Progress progress) {
    this.run = run;
    this.crowds = crowds;
    this.policies = policies;
    this.seeds = seeds;
    this.progress = progress;
    long recorded = crowds.stream().mapToLong(crowd -> crowd.answers().size()).sum();
    this.answers = recorded * policies.size() * seeds;
  }

  /**
   * Runs them all, crowd by crowd and policy by policy.
   *
   * @param atOnce replays under way at once
   * @throws IOException where one fails; the others are given up
   */
  public void run(int atOnce, Reader reader) throws IOException, InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(atOnce, task -> daemon(task, "replay-of-several"));
    try {
      List<List<Future<Replayed>>> rows = new ArrayList<>();
      for (Crowd crowd : crowds) {
        for (Policy policy : policies) {
          rows.add(started(threads, crowd, policy));
        }
      }
      for (List<Future<Replayed>> row : rows) {
        List<Replayed> done = new ArrayList<>();
        for (Future<Replayed> one : row) {
          done.add(await(one));
        }
        progress.finish();
        reader.read(done);
      }
    } finally {
      progress.finish();
      threads.shutdownNow();
    }
  }

  private List<Future<Replayed>> started(ExecutorService threads, Crowd crowd, Policy policy) {
    List<Future<Replayed>> row = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      int its = seed;
      row.add(threads.submit(() -> run.replay(crowd, policy, its)));
    }
    return row;
  }

  private Replayed await(Future<Replayed> replay) throws IOException, InterruptedException {
    while (true) {
      try {
        return replay.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException notYet) {
        show();
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof IOException refused) {
          throw refused;
        }
        throw new IOException("a replay failed: " + failed.getCause(), failed.getCause());
      }
    }
  }

  private void show() {
    long arrived = run.arrived();
    double seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
    progress.update(
        (double) arrived / answers,
        "  %,d of %,d answers, %,.0f/s",
        arrived,
        answers,
        arrived / seconds);
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
