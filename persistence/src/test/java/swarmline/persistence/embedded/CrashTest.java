package swarmline.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a process that writes as fast as it can: what it acknowledged is there. */
class CrashTest {
  private static final int KILLS = 4;

  @TempDir Path directory;

  @Test
  void whatWasAcknowledgedSurvivesEveryKill() throws IOException {
    Random random = new Random(5);
    Set<Long> acknowledged = new HashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      appendAndKill(acknowledged, kill * 1_000_000_000L, 500 + random.nextInt(20_000));
      assertThat(lost(acknowledged)).isEmpty();
    }
  }

  @Test
  void theSameCheckNoticesAStoreThatDoesNotSync() throws IOException {
    Set<Long> acknowledged = new HashSet<>();
    appendAndKill(acknowledged, 0, 5_000, "fsync = off");
    assertThat(lost(acknowledged)).isNotEmpty();
  }

  private void appendAndKill(
      Set<Long> acknowledged, long firstNumber, int killAfter, String... settings)
      throws IOException {
    String[] arguments = new String[settings.length + 1];
    arguments[0] = Long.toString(firstNumber);
    System.arraycopy(settings, 0, arguments, 1, settings.length);
    try (StoreProcess process = StoreProcess.start(Appender.class, directory, arguments)) {
      int read = 0;
      String line = process.line();
      while (line != null) {
        // The last line may be torn: without its full stop it says nothing.
        if (line.matches("[0-9]+[.]")) {
          acknowledged.add(Long.parseLong(line.substring(0, line.length() - 1)));
          if (++read == killAfter) {
            process.kill();
          }
        }
        line = process.line();
      }
    }
  }

  private Set<Long> lost(Set<Long> acknowledged) {
    Set<Long> lost = new HashSet<>(acknowledged);
    try (EmbeddedStore store = EmbeddedStore.open(directory, TestStores.settings())) {
      Set<Long> halves = new HashSet<>();
      store
          .database()
          .scan(
              Table.TASKS,
              null,
              null,
              (key, value) -> {
                lost.remove(Keys.number(key));
                halves.add(Keys.number(key));
                return true;
              });
      store
          .database()
          .scan(
              Table.JOURNAL,
              null,
              null,
              (key, value) -> {
                halves.remove(Keys.number(key));
                return true;
              });
      assertThat(halves).as("batches of which a part is missing").isEmpty();
    }
    return lost;
  }
}
