package swarmline.loadtest.worker;

import java.nio.charset.StandardCharsets;
import swarmline.loadtest.wire.Field;
import swarmline.loadtest.wire.JsonFields;

/** What a message of the server says; in the order of how often it does. */
@SuppressWarnings("ImmutableEnumChecker") // the names' bytes are never handed out
enum MessageType {
  ASSIGNED("assigned"),
  ACCEPTED("accepted"),
  SETTLED("settled"),
  WAITING("waiting"),
  REVOKED("revoked"),
  EXPIRED("expired"),
  REFUSED("refused"),
  WELCOME("welcome"),
  EXPIRING("expiring"),
  UNKNOWN("");

  private static final MessageType[] ALL = values();

  private final byte[] name;

  MessageType(String name) {
    this.name = name.getBytes(StandardCharsets.US_ASCII);
  }

  static MessageType of(JsonFields fields) {
    for (MessageType type : ALL) {
      if (fields.is(Field.TYPE, type.name)) {
        return type;
      }
    }
    return UNKNOWN;
  }
}
