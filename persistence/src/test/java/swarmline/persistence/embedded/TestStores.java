package swarmline.persistence.embedded;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings and directories for tests. */
public final class TestStores {
  private TestStores() {}

  /** The defaults, but for these lines of configuration under the store's path. */
  public static EmbeddedSettings settings(String... lines) {
    String own =
        Stream.of(lines)
            .map(line -> EmbeddedSettings.PATH + "." + line)
            .collect(Collectors.joining("\n"));
    return EmbeddedSettings.from(
        ConfigFactory.parseString(own).withFallback(ConfigFactory.defaultReference()));
  }

  /** For an actor system of this process alone whose entities live in the store bound to it. */
  public static Config actors() {
    return ConfigFactory.parseString(
            """
            pekko.actor.provider = local
            pekko.persistence.journal.plugin = swarmline.embedded.journal
            pekko.persistence.snapshot-store.plugin = swarmline.embedded.snapshots
            """)
        .withFallback(ConfigFactory.load());
  }

  /** Waits for the condition, thirty seconds at the most. */
  static void waitUntil(BooleanSupplier condition) {
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("the condition did not come true");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  public static Path newDirectory() {
    try {
      return Files.createTempDirectory("swarmline-store-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the directory and all in it. */
  public static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
