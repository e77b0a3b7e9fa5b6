package swarmline.api.problem;

import swarmline.engine.id.Words;

/**
 * Why the API itself said no, before the engine was asked. Listed in the order in which they are
 * checked: where more than one applies, the first is given. The codes are part of the contract.
 */
public enum ApiError {
  MALFORMED_REQUEST(400, "The request is not HTTP as the server reads it"),
  UNKNOWN_ROUTE(404, "There is nothing at this path"),
  METHOD_NOT_ALLOWED(405, "The path does not take this method"),
  UNAUTHORIZED(401, "A valid key or ticket is needed"),
  FORBIDDEN(403, "The key is not for this"),
  NOT_READY(503, "The server is not ready yet"),
  UPGRADE_REQUIRED(426, "The path is for WebSocket only"),
  NOT_ACCEPTABLE(406, "None of the accepted media types can be served"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body is of a media type that the path does not take"),
  INVALID_PARAMETER(400, "A parameter of the path, the query or a header is not valid"),
  UNKNOWN_PARAMETER(400, "The path does not take a query parameter of this name"),
  UNKNOWN_SUBPROTOCOL(400, "The handshake does not offer the subprotocol that the server speaks"),
  REQUEST_IN_PROGRESS(409, "The same request is being carried out"),
  BODY_TOO_LARGE(413, "The body is larger than the server takes"),
  BODY_TOO_SLOW(408, "The body did not arrive in time"),
  IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
  MALFORMED_JSON(400, "The body is not JSON"),
  JSON_TOO_DEEP(400, "The body is nested deeper than the server reads"),
  VALUE_TOO_LONG(400, "A string, number or name in the body is longer than the server reads"),
  LINE_TOO_LONG(400, "A line is longer than the server reads"),
  UNKNOWN_FIELD(400, "The body has a field that is not known"),
  INVALID_FIELD(400, "A field of the body is missing or not of the right type or range"),
  INVALID_POOL_SPEC(422, "The pool spec breaks a rule"),
  SIMULATION_TOO_LARGE(422, "There are more answers than can be simulated at once"),
  INVALID_CURSOR(400, "The cursor is not one that this list gave"),
  INTERNAL_ERROR(500, "The server failed; the error is in its log");

  private final int status;
  private final String title;

  ApiError(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status it is given with. */
  public int status() {
    return status;
  }

  /** A sentence for people, the same whatever the request. */
  public String title() {
    return title;
  }

  /** The stable code, such as {@code unknown-route}. */
  public String code() {
    return Words.of(this);
  }
}
