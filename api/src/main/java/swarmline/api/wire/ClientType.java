package swarmline.api.wire;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The types of messages a client sends. */
public enum ClientType {
  HELLO,
  ANSWER,
  RETURN,
  SKIP,
  RENEW,
  PAUSE,
  RESUME;

  private static final Map<String, ClientType> BY_TEXT = new HashMap<>();
  private static final Set<ClientField> BARE = EnumSet.of(ClientField.TYPE, ClientField.ID);
  private static final Set<ClientField> OF_ASSIGNMENT = with(BARE, ClientField.ASSIGNMENT);
  private static final Set<ClientField> OF_ANSWER = with(OF_ASSIGNMENT, ClientField.ANSWER);
  private static final Set<ClientField> OF_RETURN = with(OF_ASSIGNMENT, ClientField.REASON);
  private static final Set<ClientField> OF_HELLO_MIN = with(BARE, ClientField.CAPACITY);
  private static final Set<ClientField> OF_HELLO = with(OF_HELLO_MIN, ClientField.POOLS);

  static {
    for (ClientType type : values()) {
      BY_TEXT.put(type.text(), type);
    }
  }

  private static Set<ClientField> with(Set<ClientField> fields, ClientField more) {
    Set<ClientField> all = EnumSet.copyOf(fields);
    all.add(more);
    return all;
  }

  /** As it stands in {@code type}, such as {@code hello}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Null where no type has this text. */
  static ClientType of(String text) {
    return BY_TEXT.get(text);
  }

  /** The fields that a message of this type has, at the least. */
  Set<ClientField> required() {
    return switch (this) {
      case HELLO -> OF_HELLO_MIN;
      case ANSWER -> OF_ANSWER;
      case RETURN, SKIP, RENEW -> OF_ASSIGNMENT;
      case PAUSE, RESUME -> BARE;
    };
  }

  /** The fields that a message of this type has, at the most. */
  Set<ClientField> allowed() {
    return switch (this) {
      case HELLO -> OF_HELLO;
      case ANSWER -> OF_ANSWER;
      case RETURN -> OF_RETURN;
      case SKIP, RENEW -> OF_ASSIGNMENT;
      case PAUSE, RESUME -> BARE;
    };
  }
}
