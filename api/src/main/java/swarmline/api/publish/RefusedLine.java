package swarmline.api.publish;

import swarmline.api.problem.ApiError;
import swarmline.engine.task.Refusal;

/**
 * A task that was not published, and why.
 *
 * @param line its place in the body, from 1: line of NDJSON, element of an array
 * @param code as in an error's {@code code}
 */
public record RefusedLine(long line, String code, String detail) {

  static RefusedLine of(long line, ApiError error, String detail) {
    return new RefusedLine(line, error.code(), detail);
  }

  static RefusedLine of(long line, Refusal refusal) {
    return new RefusedLine(line, refusal.code(), refusal.detail());
  }
}
