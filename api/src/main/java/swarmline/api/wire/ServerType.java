package swarmline.api.wire;

import java.util.Locale;

/** The types of messages the server sends. */
public enum ServerType {
  WELCOME,
  ASSIGNED,
  ACCEPTED,
  REFUSED,
  REVOKED,
  EXPIRED,
  EXPIRING,
  SETTLED,
  WAITING;

  /** As it stands in {@code type}, such as {@code welcome}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
