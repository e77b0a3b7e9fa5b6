package swarmline.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import swarmline.engine.task.Refusal;

/**
 * An RFC 9457 problem document.
 *
 * @param type {@code urn:swarmline:error:} and the code
 * @param title what the code means, the same for every request
 * @param detail what was wrong with this request; never a stack trace
 * @param instance names this occurrence where the server's log has more to say; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "title", "status", "code", "detail", "instance"})
public record Problem(
    String type, String title, int status, String code, String detail, String instance) {
  /** The media type of these documents. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE = "urn:swarmline:error:";

  public static Problem of(ApiError error, String detail) {
    return new Problem(
        TYPE + error.code(), error.title(), error.status(), error.code(), detail, null);
  }

  public static Problem of(Refusal refusal) {
    return of(refusal, refusal.detail());
  }

  public static Problem of(Refusal refusal, String detail) {
    return new Problem(
        TYPE + refusal.code(),
        refusal.detail(),
        RefusalStatus.of(refusal),
        refusal.code(),
        detail,
        null);
  }

  public Problem at(String occurrence) {
    return new Problem(type, title, status, code, detail, occurrence);
  }
}
