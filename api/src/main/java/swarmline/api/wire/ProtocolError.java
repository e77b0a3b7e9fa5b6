package swarmline.api.wire;

import swarmline.engine.id.Words;

/**
 * How a client can break the subprotocol. Each is told in a {@code refused} with its code, then the
 * connection is closed: a client that does this will do it again. Listed in the order in which they
 * are checked; what HTTP knows too has the same code there.
 */
public enum ProtocolError {
  MALFORMED_JSON,
  JSON_TOO_DEEP,
  /** A string, number or name is longer than the server reads. */
  VALUE_TOO_LONG,
  UNKNOWN_TYPE,
  /** A field that no message has, or that this message has not. */
  UNKNOWN_FIELD,
  /** A field is missing, of the wrong type, out of its range, or there twice. */
  INVALID_FIELD,
  /** Something else before the first {@code hello}. */
  HELLO_FIRST;

  /** The stable code of the contract, such as {@code malformed-json}. */
  public String code() {
    return Words.of(this);
  }
}
