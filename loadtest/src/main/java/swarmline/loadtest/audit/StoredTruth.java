package swarmline.loadtest.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import swarmline.loadtest.history.Note.StoredAnswer;
import swarmline.loadtest.history.Note.StoredLedgerLine;
import swarmline.loadtest.history.Note.StoredOutcome;
import swarmline.loadtest.history.Note.StoredTask;
import swarmline.loadtest.history.Note.StoredWorker;
import swarmline.loadtest.history.Scribe;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.server.PlatformApi;
import swarmline.loadtest.wire.Rfc3339;

/**
 * Copies what the server stored about a run into its history. Outcomes and settlements may follow
 * the last answer by a little: it waits for those that must come, but not for ever.
 */
public final class StoredTruth {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int PAGE = 1000;

  private final PlatformApi api;
  private final Scribe scribe;
  private final WallClock clock;
  private final Duration patience;
  private final Map<String, Integer> approved = new HashMap<>();

  public StoredTruth(PlatformApi api, Scribe scribe, WallClock clock, Duration patience) {
    this.api = api;
    this.scribe = scribe;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * @param outcomes how many there must be; 0 where nobody knows
   */
  public void read(List<String> pools, List<String> workers, long outcomes)
      throws IOException, InterruptedException {
    awaitOutcomes(pools, outcomes);
    scribe.truthRead(clock.micros());
    for (String pool : pools) {
      api.eachItem("/v1/pools/" + pool + "/tasks", PAGE, line -> task(pool, line));
      api.eachLine("/v1/pools/" + pool + "/answers", line -> answer(pool, line));
      api.eachLine("/v1/pools/" + pool + "/outcomes", line -> outcome(pool, line));
    }
    long deadline = System.nanoTime() + patience.toNanos();
    for (String worker : workers) {
      ledger(worker, deadline);
    }
    scribe.flush();
  }

  private void awaitOutcomes(List<String> pools, long wanted)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long found = wanted == 0 ? 0 : countOutcomes(pools);
    while (found < wanted && System.nanoTime() < deadline) {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      found = countOutcomes(pools);
    }
  }

  private long countOutcomes(List<String> pools) throws IOException, InterruptedException {
    var count = new AtomicLong();
    for (String pool : pools) {
      api.eachLine("/v1/pools/" + pool + "/outcomes", line -> count.incrementAndGet());
    }
    return count.get();
  }

  private void task(String pool, JsonNode line) {
    scribe.storedTask(
        new StoredTask(pool, text(line, "id"), text(line, "key"), word(line, "state")));
  }

  private void answer(String pool, JsonNode line) {
    String worker = text(line, "worker");
    String state = word(line, "state");
    if (state.equals("approved")) {
      approved.merge(worker, 1, Integer::sum);
    }
    scribe.storedAnswer(
        new StoredAnswer(
            pool,
            text(line, "assignment"),
            text(line, "task"),
            text(line, "key"),
            worker,
            json(line, "answer"),
            state,
            line.path("counted").asBoolean(),
            time(line, "leasedAt"),
            time(line, "expiresAt"),
            time(line, "submittedAt"),
            time(line, "endedAt")));
  }

  private void outcome(String pool, JsonNode line) {
    scribe.storedOutcome(
        new StoredOutcome(
            pool,
            text(line, "task"),
            text(line, "key"),
            word(line, "outcome"),
            json(line, "value"),
            line.path("answers").asInt(),
            time(line, "at")));
  }

  private void ledger(String worker, long deadline) throws IOException, InterruptedException {
    List<JsonNode> lines = lines(worker);
    while (approvedIn(lines) < approved.getOrDefault(worker, 0) && System.nanoTime() < deadline) {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      lines = lines(worker);
    }
    for (JsonNode line : lines) {
      scribe.storedLedgerLine(
          new StoredLedgerLine(
              worker,
              text(line, "assignment"),
              word(line, "verdict"),
              line.path("amount").asLong()));
    }
    earned(worker, lines.stream().mapToLong(line -> line.path("amount").asLong()).sum(), deadline);
  }

  /** The worker's own sum may follow its ledger by a little. */
  private void earned(String worker, long due, long deadline)
      throws IOException, InterruptedException {
    long earned = api.earned(worker);
    while (earned != due && System.nanoTime() < deadline) {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      earned = api.earned(worker);
    }
    scribe.storedWorker(new StoredWorker(worker, earned));
  }

  private List<JsonNode> lines(String worker) throws IOException, InterruptedException {
    List<JsonNode> lines = new ArrayList<>();
    api.eachItem("/v1/workers/" + worker + "/ledger", PAGE, lines::add);
    return lines;
  }

  private static long approvedIn(List<JsonNode> lines) {
    return lines.stream().filter(line -> word(line, "verdict").equals("approved")).count();
  }

  private static String text(JsonNode line, String field) {
    return line.path(field).asText("");
  }

  private static String word(JsonNode line, String field) {
    return text(line, field).toLowerCase(Locale.ROOT);
  }

  /** The JSON text of a value; empty where there is none. */
  private static String json(JsonNode line, String field) {
    return line.hasNonNull(field) ? line.get(field).toString() : "";
  }

  private static long time(JsonNode line, String field) {
    return line.hasNonNull(field) ? Rfc3339.micros(line.get(field).asText()) : 0;
  }
}
