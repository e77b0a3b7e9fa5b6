package swarmline.api;

import java.util.Locale;
import java.util.stream.Stream;

/** Where a server keeps what it stores. */
public enum StoreKind {
  /** In its own data directory: one node. */
  EMBEDDED,
  /** In a Cassandra that several nodes share. */
  CASSANDRA;

  static StoreKind parse(String text) {
    return Stream.of(values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSettings(
                    ServerSettings.PATH + ".store is embedded or cassandra, not " + text));
  }
}
