package swarmline.loadtest.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.Scribe;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.pace.Arrivals;
import swarmline.loadtest.wire.SocketLoop;
import swarmline.loadtest.worker.Tally.Count;

/** All workers of a run, spread over a few loops. Thread-safe. */
public final class Crew implements Workforce {
  private static final Duration ANSWER_OF_LOOP = Duration.ofSeconds(10);

  private final List<Shift> shifts = new ArrayList<>();
  private final List<List<Worker>> workers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Entrance> entrances = new ArrayList<>();
  private final AtomicReference<String> hopeless = new AtomicReference<>();
  private final Orders orders;
  private final long seed;

  /**
   * Hires workers; they connect when told to {@link #start}.
   *
   * @param names what the workers are called
   * @param history null where none is kept
   */
  public Crew(
      Orders orders, Roster names, int loops, long seed, WallClock clock, HistoryFile history) {
    this.orders = orders;
    this.seed = seed;
    var overdue = new Overdue();
    for (int i = 0; i < loops; i++) {
      Scribe scribe = history == null ? null : history.scribe();
      var shift = new Shift(orders, new SocketLoop(), clock, scribe, seed + i, overdue, hopeless);
      shifts.add(shift);
      workers.add(new ArrayList<>());
      entrances.add(new Entrance(shift));
    }
    for (int i = names.first(); i < names.first() + names.count(); i++) {
      Shift shift = shifts.get(i % loops);
      if (shift.scribe != null) {
        shift.scribe.workerNamed(i, names.name(i));
      }
      workers.get(i % loops).add(new Worker(shift, entrances.get(i % loops), i, names.name(i)));
    }
  }

  /** Starts the loops and lets the workers connect, evenly over the ramp. */
  @Override
  public void start(Duration ramp) {
    for (int i = 0; i < shifts.size(); i++) {
      Shift shift = shifts.get(i);
      Entrance entrance = entrances.get(i);
      List<Worker> its = workers.get(i);
      long distance = its.isEmpty() ? 0 : ramp.toNanos() / its.size();
      shift.loop.post(
          () -> {
            for (int n = 0; n < its.size(); n++) {
              Worker worker = its.get(n);
              shift.loop.after(Duration.ofNanos(distance * n), () -> entrance.enter(worker));
            }
          });
      var thread = new Thread(shift.loop, "sockets-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** Lets the arrivals of the orders' schedule begin, where there is one. */
  @Override
  public void beginArrivals() {
    if (orders.schedule() == null) {
      return;
    }
    long start = System.nanoTime();
    int parts = shifts.size();
    for (int i = 0; i < parts; i++) {
      Shift shift = shifts.get(i);
      var random = new SplittableRandom(~seed + i);
      var arrivals =
          new Arrivals(orders.schedule().share(parts), random, start, (double) i / parts);
      shift.loop.post(() -> shift.pace.begin(arrivals));
    }
  }

  /** Ends the arrivals; those that were due and not done count as having waited until now. */
  @Override
  public void endArrivals() {
    if (orders.schedule() != null) {
      eachShift((shift, its) -> shift.pace.end(System.nanoTime()));
    }
  }

  /** Tells every worker to finish what it holds and leave. */
  @Override
  public void leave() {
    eachShift(
        (shift, its) -> {
          shift.leaving = true;
          its.forEach(Worker::leave);
        });
  }

  /** Ends all connections and threads at once, and hands in the last of the history. */
  @Override
  public void stop() throws InterruptedException {
    shifts.forEach(shift -> shift.loop.stop());
    for (Thread thread : threads) {
      thread.join();
    }
    for (Shift shift : shifts) {
      if (shift.scribe != null) {
        shift.scribe.flush();
      }
    }
  }

  /** Workers that are connected at this moment, about. */
  @Override
  public long connected() {
    return sum(shift -> shift.open);
  }

  /** Names of the workers. */
  @Override
  public List<String> names() {
    return workers.stream().flatMap(List::stream).map(Worker::name).toList();
  }

  /** Whether every worker has left. */
  @Override
  public boolean hasLeft() {
    return all(Worker::isGone);
  }

  /** Whether no worker has anything to do and the server has nothing for any. */
  @Override
  public boolean isIdle() {
    return all(Worker::isIdle);
  }

  /** Why going on is pointless; null while it is not. */
  @Override
  public String hopeless() {
    for (Shift shift : shifts) {
      if (shift.loop.failure() != null) {
        return "the generator itself failed: " + shift.loop.failure();
      }
    }
    return hopeless.get();
  }

  @Override
  public long count(Count count) {
    return sum(shift -> shift.tally.get(count));
  }

  @Override
  public Map<String, Long> errors() {
    var all = new TreeMap<String, Long>();
    shifts.forEach(
        shift -> shift.tally.errors().forEach((what, count) -> all.merge(what, count, Long::sum)));
    return all;
  }

  /** Waiting times since this was last asked, in microseconds. By one thread only. */
  @Override
  public LatencyInterval latencies() {
    var interval = LatencyInterval.empty();
    shifts.forEach(shift -> shift.latencies.drainInto(interval));
    return interval;
  }

  /** The loops' threads, for their share of the processor. */
  @Override
  public List<Thread> threads() {
    return List.copyOf(threads);
  }

  @Override
  public Duration cpuOfOthers() {
    return Duration.ZERO;
  }

  private long sum(ToLongFunction<Shift> what) {
    return shifts.stream().mapToLong(what).sum();
  }

  private boolean all(Predicate<Worker> condition) {
    var answers = new ArrayList<Boolean>();
    eachShift((shift, its) -> answers.add(its.stream().allMatch(condition)));
    return answers.stream().allMatch(answer -> answer) && answers.size() == shifts.size();
  }

  private interface ShiftAction {
    void on(Shift shift, List<Worker> workers);
  }

  /** One shift after the other, each on its own thread. */
  private void eachShift(ShiftAction action) {
    for (int i = 0; i < shifts.size(); i++) {
      Shift shift = shifts.get(i);
      List<Worker> its = workers.get(i);
      var done = new CompletableFuture<Void>();
      shift.loop.post(
          () -> {
            action.on(shift, its);
            done.complete(null);
          });
      try {
        done.get(ANSWER_OF_LOOP.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException impatient) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException loopIsGone) {
        hopeless.compareAndSet(null, "a socket loop does not answer");
      }
    }
  }
}
