package swarmline.api.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The fields that clients' messages have. */
enum ClientField {
  TYPE,
  ID,
  ASSIGNMENT,
  ANSWER,
  REASON,
  CAPACITY,
  POOLS;

  private static final Map<String, ClientField> BY_TEXT = new HashMap<>();

  static {
    for (ClientField field : values()) {
      BY_TEXT.put(field.text(), field);
    }
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Null where no field has this name. */
  static ClientField of(String name) {
    return BY_TEXT.get(name);
  }
}
