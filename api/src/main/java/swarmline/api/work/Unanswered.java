package swarmline.api.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import swarmline.engine.dispatch.WorkerCommand;

/**
 * The requests of one connection that the engine has not answered. What it was told may be lost
 * while partitions move or their store fails, and a client has no reason to ask twice on one
 * connection: so it is told again, which has no second effect, and the client hears of it once.
 */
final class Unanswered {
  /** A store that is away for long is not asked ever more. */
  private static final int DOUBLINGS_MAX = 3;

  private final Map<String, Request> requests = new LinkedHashMap<>();
  private final Duration patience;
  private int size;

  /** Requests under one id, most often one. */
  private static final class Request {
    private WorkerCommand command;
    private int replies;
    private final long since;
    private long toldAt;
    private int again;

    Request(long now) {
      since = now;
    }
  }

  /**
   * @param patience after which a request without answer is due again; twice as long each time,
   *     some times
   */
  Unanswered(Duration patience) {
    this.patience = patience;
  }

  /**
   * The engine is told now.
   *
   * @param now as {@link System#nanoTime()}
   */
  void told(String id, WorkerCommand command, long now) {
    Request request = requests.computeIfAbsent(id, first -> new Request(now));
    request.command = command;
    request.replies++;
    request.toldAt = now;
    size++;
  }

  /** The engine answered; whether the client is to hear of it, or has heard already. */
  boolean answered(String id) {
    Request request = requests.get(id);
    if (request == null) {
      return false;
    }
    size--;
    if (--request.replies == 0) {
      requests.remove(id);
    }
    return true;
  }

  /** How many answers are to come. */
  int size() {
    return size;
  }

  /** What the engine is to be told again now; from now on it has been. */
  List<WorkerCommand> due(long now) {
    List<WorkerCommand> due = new ArrayList<>();
    for (Request request : requests.values()) {
      if (now - request.toldAt >= patience.toNanos() << request.again) {
        request.toldAt = now;
        request.again = Math.min(request.again + 1, DOUBLINGS_MAX);
        due.add(request.command);
      }
    }
    return due;
  }

  /** How long the one that has waited longest has; zero where none waits. */
  Duration longest(long now) {
    return requests.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(now - requests.values().iterator().next().since);
  }
}
