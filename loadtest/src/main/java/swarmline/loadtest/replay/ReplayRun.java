package swarmline.loadtest.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import swarmline.loadtest.replay.Crowd.Answer;
import swarmline.loadtest.replay.Replayed.Decision;
import swarmline.loadtest.server.ApiRefusal;
import swarmline.loadtest.server.PlatformApi;

/**
 * Replays a crowd to a running server over its public interface: every recorded answer arrives in a
 * random order, its worker claims that very task and answers as recorded; where the server wants no
 * more answers there, none is given. Thread-safe: each replay has a pool of its own.
 */
public final class ReplayRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration SETTLED = Duration.ofSeconds(1);
  private static final double NANOS_PER_SECOND = 1e9;

  private final PlatformApi api;
  private final int lanes;
  private final double golds;
  private final LongAdder arrived = new LongAdder();

  /**
   * @param lanes answers under way at once; those on one item come one after the other
   * @param golds share of the items whose truth is declared, where the policy weighs answers
   */
  public ReplayRun(PlatformApi api, int lanes, double golds) {
    this.api = api;
    this.lanes = lanes;
    this.golds = golds;
  }

  /** How many recorded answers have had their turn so far, given or not wanted. */
  public long arrived() {
    return arrived.sum();
  }

  public Replayed replay(Crowd crowd, Policy policy, long seed)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    String once = "replay-" + crowd.name() + "-" + policy.name() + "-" + seed + "-" + start;
    String pool = api.createPool(policy.poolSpec(crowd), once);
    Set<String> declared = policy.weighs() ? crowd.golds(golds, seed) : Set.of();
    var items = new Aliases("item-", crowd.byItem().keySet());
    Map<String, String> tasks = publish(pool, crowd, items, declared);
    api.setState(pool, "open");
    Map<String, List<Answer>> used = new ConcurrentHashMap<>();
    arrive(crowd, seed, tasks, used);
    Map<String, Decision> decisions = decisions(pool, items, used);
    Map<String, Decision> estimates = policy.weighs() ? estimates(pool, tasks) : Map.of();
    api.setState(pool, "closed");
    api.setState(pool, "archived");
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    return new Replayed(crowd, policy, seed, declared, used, decisions, estimates, seconds);
  }

  /** What the server's model makes of each item now, by item. */
  private Map<String, Decision> estimates(String pool, Map<String, String> tasks)
      throws IOException, InterruptedException {
    Map<String, String> items = new HashMap<>();
    tasks.forEach((item, task) -> items.put(task, item));
    Map<String, Decision> estimates = new HashMap<>();
    api.eachItem(
        "/v1/pools/" + pool + "/estimates",
        PAGE,
        one ->
            estimates.put(
                items.get(one.path("task").asText()),
                new Decision(
                    "estimate", one.path("value").asText(), one.path("confidence").asDouble())));
    return estimates;
  }

  /** Task ids by item. */
  private Map<String, String> publish(String pool, Crowd crowd, Aliases items, Set<String> declared)
      throws IOException, InterruptedException {
    var lines = new StringBuilder();
    crowd
        .byItem()
        .forEach(
            (item, answers) -> {
              ObjectNode task = JSON.createObjectNode().put("key", items.of(item));
              task.putObject("payload").put("item", item);
              if (declared.contains(item)) {
                task.putObject("gold").put("answer", crowd.truth().get(item));
              }
              lines.append(task.put("redundancy", answers.size())).append('\n');
            });
    var reply = api.publish(pool, BodyPublishers.ofString(lines.toString()));
    if (reply.refused() > 0) {
      throw new IOException("an item was refused: " + reply.firstRefusal());
    }
    Map<String, String> ids = new HashMap<>();
    api.eachItem(
        "/v1/pools/" + pool + "/tasks",
        PAGE,
        task -> ids.put(items.name(task.path("key").asText()), task.path("id").asText()));
    return ids;
  }

  private void arrive(
      Crowd crowd, long seed, Map<String, String> tasks, Map<String, List<Answer>> used)
      throws IOException, InterruptedException {
    List<Answer> arrivals = crowd.arrivals(seed);
    var workers = new Aliases("w-", crowd.answers().stream().map(Answer::worker).toList());
    var failure = new AtomicReference<Exception>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < lanes; i++) {
      int lane = i;
      List<Answer> its =
          arrivals.stream()
              .filter(answer -> Math.floorMod(answer.item().hashCode(), lanes) == lane)
              .toList();
      var thread = new Thread(() -> arrive(its, workers, tasks, used, failure), "replay-" + lane);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      threads.forEach(Thread::interrupt);
    }
    if (failure.get() != null) {
      throw new IOException("the replay failed: " + failure.get().getMessage(), failure.get());
    }
  }

  private void arrive(
      List<Answer> arrivals,
      Aliases workers,
      Map<String, String> tasks,
      Map<String, List<Answer>> used,
      AtomicReference<Exception> failure) {
    try {
      for (Answer answer : arrivals) {
        if (failure.get() != null) {
          return;
        }
        String worker = workers.of(answer.worker());
        if (isTaken(tasks.get(answer.item()), worker, answer.label())) {
          used.computeIfAbsent(answer.item(), item -> new ArrayList<>()).add(answer);
        }
        arrived.increment();
      }
    } catch (IOException | RuntimeException failed) {
      failure.compareAndSet(null, failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the server wanted the answer. */
  private boolean isTaken(String task, String worker, String label)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        Optional<String> assignment = api.claim(task, worker);
        if (assignment.isEmpty()) {
          return false;
        }
        api.answer(assignment.get(), label);
        return true;
      } catch (ApiRefusal refusal) {
        if (!refusal.isTemporary() || System.nanoTime() > deadline) {
          throw refusal;
        }
        TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      }
    }
  }

  /** Waits until no more outcomes come. */
  private Map<String, Decision> decisions(
      String pool, Aliases items, Map<String, List<Answer>> used)
      throws IOException, InterruptedException {
    Map<String, Decision> decisions = read(pool, items);
    long deadline = System.nanoTime() + SETTLED.toNanos();
    while (decisions.size() < used.size() && System.nanoTime() < deadline) {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      int before = decisions.size();
      decisions = read(pool, items);
      deadline = decisions.size() > before ? System.nanoTime() + SETTLED.toNanos() : deadline;
    }
    return decisions;
  }

  private Map<String, Decision> read(String pool, Aliases items)
      throws IOException, InterruptedException {
    Map<String, Decision> decisions = new HashMap<>();
    api.eachLine(
        "/v1/pools/" + pool + "/outcomes",
        line -> decisions.put(items.name(line.path("key").asText()), decision(line)));
    return decisions;
  }

  private static Decision decision(JsonNode line) {
    String value = line.hasNonNull("value") ? line.path("value").asText() : "";
    double confidence = line.path("confidence").asDouble();
    return new Decision(line.path("outcome").asText(), value, confidence);
  }
}
