package swarmline.api.http;

import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import swarmline.api.auth.Principal;
import swarmline.api.problem.ApiError;
import swarmline.api.problem.Rejected;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.Names;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.task.Refusal;

/**
 * One request and what was already found out about it.
 *
 * @param principal null where the endpoint is for anyone
 * @param places what stands in the named places of the path
 * @param body read whole, at most as large as the server takes; empty where there is none
 * @param stream the body of an endpoint that takes it piece by piece; else null
 * @param idempotencyKey unique in the tenant; null where the client gave none
 * @param accepted media type to answer with
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Exchange(
    HttpRequest request,
    Principal principal,
    Map<String, String> places,
    Map<String, String> query,
    byte[] body,
    Source<ByteString, ?> stream,
    String idempotencyKey,
    MediaType accepted) {

  TenantId tenant() {
    return principal.tenant();
  }

  Exchange with(byte[] bytes) {
    return new Exchange(request, principal, places, query, bytes, null, idempotencyKey, accepted);
  }

  Exchange streaming(Source<ByteString, ?> bytes) {
    return new Exchange(request, principal, places, query, body, bytes, idempotencyKey, accepted);
  }

  /** The pool that the path names: what is not the form of an id is an unknown one. */
  PoolId pool() {
    return PoolId.parse(tenant(), places.get("pool"))
        .orElseThrow(() -> new Rejected(Refusal.UNKNOWN_POOL));
  }

  TaskId task() {
    return TaskId.parse(tenant(), places.get("task"))
        .orElseThrow(() -> new Rejected(Refusal.UNKNOWN_TASK));
  }

  AssignmentId assignment() {
    return AssignmentId.parse(tenant(), places.get("assignment"))
        .orElseThrow(() -> new Rejected(Refusal.UNKNOWN_ASSIGNMENT));
  }

  /** The worker that the path names, where the principal may speak for it. */
  WorkerId worker() {
    WorkerId worker = worker("worker", places.get("worker"));
    requireSpeaksFor(worker);
    return worker;
  }

  /** The worker of this name, whoever asks. */
  WorkerId worker(String parameter, String name) {
    if (!Names.valid(name)) {
      throw new Rejected(
          ApiError.INVALID_PARAMETER,
          "\""
              + parameter
              + "\" must be 1 to "
              + Names.LENGTH_MAX
              + " characters of A-Z a-z 0-9 . _ : @ -.");
    }
    return new WorkerId(tenant(), name);
  }

  void requireSpeaksFor(WorkerId worker) {
    if (principal.worker() != null && !principal.worker().equals(worker.name())) {
      throw new Rejected(ApiError.FORBIDDEN, "The ticket is another worker's.");
    }
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** A whole number in the query, {@code otherwise} where there is none. */
  int number(String name, int least, int most, int otherwise) {
    String text = query.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      throw invalidNumber(name, least, most);
    }
    throw invalidNumber(name, least, most);
  }

  private static Rejected invalidNumber(String name, int least, int most) {
    return new Rejected(
        ApiError.INVALID_PARAMETER,
        "\"" + name + "\" must be a whole number, " + least + " to " + most + ".");
  }
}
