package swarmline.loadtest.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The wall clock of a server that runs under {@code libfaketime}; other clocks are left alone. */
final class FakeClock {
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib64/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/faketime/libfaketimeMT.so.1"));

  private final Path library;
  private final Path offset;

  private FakeClock(Path library, Path offset) {
    this.library = library;
    this.offset = offset;
  }

  /** The clock whose offset stands in a file; empty where the library is not installed. */
  static Optional<FakeClock> in(Path directory) throws IOException {
    for (Path library : PLACES) {
      if (Files.exists(library)) {
        var clock = new FakeClock(library, directory.resolve("clock"));
        clock.set(Duration.ZERO);
        return Optional.of(clock);
      }
    }
    return Optional.empty();
  }

  /** What a process needs in its environment to live by this clock. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "DONT_FAKE_MONOTONIC",
        "1",
        "FAKETIME_TIMESTAMP_FILE",
        offset.toString(),
        "FAKETIME_CACHE_DURATION",
        "1");
  }

  /** Sets how much the clock is ahead; seen within a second. */
  void set(Duration ahead) throws IOException {
    Files.writeString(offset, (ahead.isNegative() ? "-" : "+") + ahead.abs().toSeconds() + "s\n");
  }
}
