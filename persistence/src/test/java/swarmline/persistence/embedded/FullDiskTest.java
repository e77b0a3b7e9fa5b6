package swarmline.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full: on a small file system of its own, which takes the right to mount one. */
class FullDiskTest {
  private static final int BALLAST_BYTES = 112 << 20;

  @TempDir Path parent;
  private Path disk;
  private Path ballast;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(parent.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.toString()) == 0,
        "mounting a small file system is not permitted here");
    ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[BALLAST_BYTES]);
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  @Test
  void aStoreOnAFullDiskRefusesWritesUntilThereIsRoomAndLosesNothing() throws IOException {
    Path directory = disk.resolve("data");
    Set<Long> acknowledged = new HashSet<>();
    try (EmbeddedStore store = EmbeddedStore.open(directory, TestStores.settings())) {
      long next = fill(store, acknowledged);
      assertThat(store.writable()).isFalse();
      assertThat(store.unwritable().orElseThrow()).containsIgnoringCase("no space");
      assertThat(store.database().get(Table.TASKS, Keys.number(1))).isNotNull();
      assertThatThrownBy(() -> store.write(Appender.row(next + 1)).toCompletableFuture().join())
          .hasCauseInstanceOf(StoreFailure.class);

      Files.delete(ballast);
      TestStores.waitUntil(store::writable);
      store.write(Appender.row(next + 2)).toCompletableFuture().join();
      acknowledged.add(next + 2);
    }
    try (EmbeddedStore store = EmbeddedStore.open(directory, TestStores.settings())) {
      for (long number : acknowledged) {
        assertThat(store.database().get(Table.TASKS, Keys.number(number))).isNotNull();
      }
    }
  }

  private static long fill(EmbeddedStore store, Set<Long> acknowledged) {
    for (long number = 1; ; number++) {
      try {
        Rows row = Appender.row(number).put(Table.LEDGER, Keys.number(number), new byte[60_000]);
        store.write(row).toCompletableFuture().join();
        acknowledged.add(number);
      } catch (CompletionException e) {
        return number;
      }
    }
  }
}
