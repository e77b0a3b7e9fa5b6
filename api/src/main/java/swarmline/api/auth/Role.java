package swarmline.api.auth;

import java.util.Locale;
import java.util.Optional;

/** What a credential is for. */
public enum Role {
  /** The tenant's own systems: everything of the tenant. */
  PLATFORM,
  /** A worker, or a gateway that speaks for workers: claims and assignments, nothing else. */
  WORKER,
  /** People who run the service: metrics, pool states, restrictions; no payloads, no answers. */
  OPERATOR;

  /** As written in the configuration and in tickets, such as {@code platform}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role that the text names, or nothing. */
  public static Optional<Role> parse(String text) {
    for (Role role : values()) {
      if (role.text().equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
