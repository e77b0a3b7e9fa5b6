package swarmline.loadtest.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import swarmline.loadtest.wire.Rfc3339;

/** What the fake server knows and decides. One thread's. */
final class FakeEngine {
  static final ObjectMapper JSON = new ObjectMapper();

  /** A worker's connection. */
  interface Session {
    void send(String message);
  }

  private static final class Worker {
    final String name;
    final Map<String, Turn> held = new LinkedHashMap<>();
    final Map<String, String> replies = new HashMap<>();
    final List<String> ledger = new ArrayList<>();
    long earned;
    List<String> pools = List.of();
    Session session;
    int capacity;
    boolean paused;
    boolean inLine;

    Worker(String name) {
      this.name = name;
    }
  }

  private final Map<String, FakePool> pools = new LinkedHashMap<>();
  private final Map<String, Worker> workers = new HashMap<>();
  private final Map<String, Turn> turns = new HashMap<>();
  private final Deque<Worker> line = new ArrayDeque<>();
  private final PriorityQueue<Turn> deadlines =
      new PriorityQueue<>(Comparator.comparingLong(turn -> turn.expiresAt));
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicInteger repliesToLose = new AtomicInteger();
  private final Set<Fault> faults;
  private final Set<Fault> committed = EnumSet.noneOf(Fault.class);

  FakeEngine(Set<Fault> faults) {
    this.faults = faults.isEmpty() ? Set.of() : EnumSet.copyOf(faults);
  }

  String createPool(JsonNode spec) {
    String id = String.format("p%012d", pools.size() + 1);
    pools.put(id, new FakePool(id, spec));
    return id;
  }

  void setState(String pool, String state) {
    pools.get(pool).open = state.equals("open");
    feedLine();
  }

  String publish(String id, String ndjson) {
    FakePool pool = pools.get(id);
    int added = 0;
    int existing = 0;
    for (String line : ndjson.split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      int keyEnd = line.indexOf('"', 8);
      String key = line.substring(8, keyEnd);
      int wanted = line.indexOf(",\"redundancy\":");
      int payloadEnd = wanted < 0 ? line.length() - 1 : wanted;
      String payload = line.substring(line.indexOf(":", keyEnd) + 1, payloadEnd);
      if (pool.keys.add(key)) {
        added++;
        var task = new FakeTask(pool, id + "-" + (pool.tasks.size() + 1), key, payload);
        if (wanted > 0) {
          String digits = line.substring(line.lastIndexOf(':') + 1, line.length() - 1);
          task.wanted = Integer.parseInt(digits);
        }
        pool.tasks.add(task);
        pool.offerable.addLast(task);
      } else {
        existing++;
      }
    }
    feedLine();
    return "{\"added\":" + added + ",\"existing\":" + existing + ",\"refused\":[]}";
  }

  void hello(String name, Session session, JsonNode message) {
    Worker worker = workers.computeIfAbsent(name, Worker::new);
    worker.session = session;
    worker.capacity = message.path("capacity").asInt(1);
    worker.paused = false;
    worker.pools = new ArrayList<>();
    message.path("pools").forEach(pool -> worker.pools.add(pool.asText()));
    var welcome = new StringBuilder("{\"type\":\"welcome\",\"re\":\"");
    welcome.append(message.path("id").asText()).append("\",\"session\":\"s\",\"assignments\":[");
    for (Turn turn : worker.held.values()) {
      welcome.append(welcome.charAt(welcome.length() - 1) == '[' ? "" : ",");
      welcome.append("{").append(body(turn)).append("}");
    }
    session.send(welcome.append("]}").toString());
    fill(worker);
  }

  void gone(String name, Session session) {
    Worker worker = workers.get(name);
    if (worker != null && worker.session == session) {
      worker.session = null;
    }
  }

  void message(String name, JsonNode message) {
    Worker worker = workers.get(name);
    String id = message.path("id").asText();
    String assignment = message.path("assignment").asText();
    switch (message.path("type").asText()) {
      case "answer" -> reply(worker, id, answer(worker, assignment, message.path("answer")));
      case "return" -> reply(worker, id, giveBack(worker, assignment));
      case "pause" -> {
        worker.paused = true;
        reply(worker, id, "{\"type\":\"accepted\",\"re\":");
      }
      default -> worker.session.send(refusal(id, "MALFORMED"));
    }
    fill(worker);
  }

  /** Ends what is overdue. */
  void tick() {
    long now = now();
    while (!deadlines.isEmpty() && deadlines.peek().expiresAt <= now) {
      Turn turn = deadlines.poll();
      if (turn.isLive()) {
        end(turn, "expired");
        Worker worker = workers.get(turn.worker);
        if (worker.session != null) {
          worker.session.send("{\"type\":\"expired\",\"assignment\":\"" + turn.id + "\"}");
          fill(worker);
        }
        feedLine();
      }
    }
  }

  private String answer(Worker worker, String id, JsonNode answer) {
    Turn turn = turns.get(id);
    if (turn == null || !turn.isLive() || !turn.worker.equals(worker.name)) {
      return "{\"type\":\"refused\",\"code\":\"LEASE_ENDED\",\"detail\":\"\",\"re\":";
    }
    turn.answer = answer.toString();
    turn.submittedAt = now();
    end(turn, "approved");
    turn.counted = true;
    turn.task.counted++;
    if (turn.task.counted >= turn.task.wanted) {
      turn.task.ended = true;
      turn.task.endedAt = now();
    }
    pay(worker, turn);
    return "{\"type\":\"accepted\",\"assignment\":\"" + id + "\",\"re\":";
  }

  private void pay(Worker worker, Turn turn) {
    String line =
        "{\"assignment\":\""
            + turn.id
            + "\",\"verdict\":\"approved\",\"amount\":"
            + turn.task.pool.reward
            + "}";
    int times = (commits(Fault.UNPAID) ? 0 : 1) + (commits(Fault.PAY_TWICE) ? 1 : 0);
    for (int i = 0; i < times; i++) {
      worker.ledger.add(line);
      worker.earned += turn.task.pool.reward;
    }
    if (worker.session != null) {
      worker.session.send("{\"type\":\"settled\"," + line.substring(1));
    }
  }

  private String giveBack(Worker worker, String id) {
    Turn turn = worker.held.get(id);
    if (turn == null) {
      return "{\"type\":\"refused\",\"code\":\"LEASE_ENDED\",\"detail\":\"\",\"re\":";
    }
    end(turn, "returned");
    feedLine();
    return "{\"type\":\"accepted\",\"assignment\":\"" + id + "\",\"re\":";
  }

  /** The same request gets the same reply; it is decided once. */
  private static void reply(Worker worker, String id, String decided) {
    String first = worker.replies.putIfAbsent(id, decided);
    worker.session.send((first == null ? decided : first) + "\"" + id + "\"}");
  }

  private void end(Turn turn, String how) {
    turn.end(how, now());
    turn.task.live--;
    workers.get(turn.worker).held.remove(turn.id);
    if (!turn.counted && !how.equals("approved")) {
      turn.task.pool.offerable.addFirst(turn.task);
    }
  }

  private void fill(Worker worker) {
    while (worker.session != null
        && !worker.paused
        && !worker.inLine
        && worker.held.size() < worker.capacity) {
      if (!offer(worker)) {
        worker.inLine = true;
        line.addLast(worker);
        worker.session.send("{\"type\":\"waiting\"}");
      }
    }
  }

  private void feedLine() {
    for (int i = line.size(); i > 0; i--) {
      Worker worker = line.pollFirst();
      worker.inLine = false;
      if (worker.session == null || worker.paused) {
        continue;
      }
      boolean served = offer(worker);
      if (served) {
        fill(worker);
      } else {
        worker.inLine = true;
        line.addFirst(worker);
        return;
      }
    }
  }

  private boolean offer(Worker worker) {
    for (String id : worker.pools) {
      FakePool pool = pools.get(id);
      FakeTask task = pool.next(worker.name);
      if (task != null) {
        lease(worker, task);
        return true;
      }
    }
    return false;
  }

  private void lease(Worker worker, FakeTask task) {
    long now = now();
    String id = task.id + "." + (task.turns.size() + 1);
    var turn = new Turn(task, id, worker.name, now, now + task.pool.leaseMicros);
    task.turns.add(turn);
    task.live++;
    if (commits(Fault.OVER_ASSIGN)) {
      task.extra = 1;
    }
    turns.put(id, turn);
    worker.held.put(id, turn);
    deadlines.add(turn);
    if (worker.session != null) {
      worker.session.send("{\"type\":\"assigned\"," + body(turn) + "}");
    }
  }

  /** Leases this very task by HTTP; null where the worker may not have it. */
  String claim(String id, String name) {
    FakePool pool = pools.get(id.substring(0, id.indexOf('-')));
    FakeTask task = pool.tasks.get(Integer.parseInt(id.substring(id.indexOf('-') + 1)) - 1);
    Worker worker = workers.computeIfAbsent(name, Worker::new);
    if (!pool.open || !task.isOpenTo(name)) {
      return null;
    }
    lease(worker, task);
    return "{" + body(task.turns.get(task.turns.size() - 1)) + "}";
  }

  /** Answers by HTTP. */
  String answer(String assignment, JsonNode answer) {
    Worker worker = workers.get(turns.get(assignment).worker);
    return answer(worker, assignment, answer) + "\"\"}";
  }

  private static String body(Turn turn) {
    return "\"assignment\":\""
        + turn.id
        + "\",\"task\":\""
        + turn.task.id
        + "\",\"pool\":\""
        + turn.task.pool.id
        + "\",\"payload\":"
        + turn.task.payload
        + ",\"expiresAt\":\""
        + time(turn.expiresAt)
        + "\",\"renewable\":true";
  }

  String answers(String pool) {
    var out = new StringBuilder();
    for (FakeTask task : pools.get(pool).tasks) {
      for (Turn turn : task.turns) {
        if (!commits(Fault.LOSE_LEASE)) {
          out.append(line(task, turn)).append('\n');
        }
      }
    }
    return out.toString();
  }

  private ObjectNode line(FakeTask task, Turn turn) {
    ObjectNode line = JSON.createObjectNode();
    line.put("assignment", turn.id).put("task", task.id).put("key", task.key);
    line.put("worker", turn.worker);
    boolean lost = turn.answer != null && commits(Fault.LOSE_ANSWER);
    boolean ignored = turn.counted && commits(Fault.NOT_COUNT);
    line.set("answer", turn.answer == null || lost ? null : tree(turn.answer));
    line.put("state", lost ? "expired" : turn.state);
    line.put("counted", turn.counted && !lost && !ignored);
    line.put("leasedAt", time(turn.leasedAt)).put("expiresAt", time(turn.expiresAt));
    line.put("submittedAt", turn.submittedAt == 0 ? null : time(turn.submittedAt));
    line.put("endedAt", turn.endedAt == 0 ? null : time(turn.endedAt));
    return line;
  }

  String outcomes(String pool) {
    var out = new StringBuilder();
    for (FakeTask task : pools.get(pool).tasks) {
      if (task.ended) {
        String line = outcome(task) + "\n";
        out.append(line).append(faults.contains(Fault.END_TWICE) ? line : "");
      }
    }
    return out.toString();
  }

  private static ObjectNode outcome(FakeTask task) {
    ObjectNode line = JSON.createObjectNode();
    line.put("task", task.id).put("key", task.key).put("outcome", "resolved");
    line.put("value", "yes").put("confidence", 1.0).put("answers", task.counted);
    return line.put("at", time(task.endedAt));
  }

  String tasks(String pool, int from, int limit) {
    List<FakeTask> all = pools.get(pool).tasks;
    ObjectNode page = JSON.createObjectNode();
    var items = page.putArray("items");
    int to = Math.min(all.size(), from + limit);
    for (FakeTask task : all.subList(Math.min(from, to), to)) {
      ObjectNode item = items.addObject().put("id", task.id).put("key", task.key);
      item.put("state", task.ended ? "resolved" : "open");
    }
    page.put("next", to < all.size() ? Integer.toString(to) : null);
    return page.toString();
  }

  String ledger(String name) {
    Worker worker = workers.get(name);
    String items = worker == null ? "" : String.join(",", worker.ledger);
    return "{\"items\":[" + items + "],\"next\":null}";
  }

  String worker(String name) {
    Worker worker = workers.get(name);
    long earned = worker == null ? 0 : worker.earned + (faults.contains(Fault.MISCOUNT) ? 1 : 0);
    return "{\"id\":\"" + name + "\",\"earned\":{\"USD\":" + earned + "}}";
  }

  /** Whether this connection is to be lost after what it said was carried out. */
  boolean cutsNow() {
    return cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  boolean losesReply() {
    return repliesToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  void loseReplies(int requests) {
    repliesToLose.addAndGet(requests);
  }

  void cut(int connections) {
    cuts.addAndGet(connections);
  }

  private boolean commits(Fault fault) {
    return faults.contains(fault) && committed.add(fault);
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }

  private static String refusal(String id, String code) {
    return "{\"type\":\"refused\",\"code\":\"" + code + "\",\"detail\":\"\",\"re\":\"" + id + "\"}";
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private static String time(long micros) {
    String text = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    assert Rfc3339.micros(text) == micros : text;
    return text;
  }
}
