package swarmline.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A torn tail of the log is cut off; damage before acknowledged batches is refused. */
class LogRepairTest {
  private static final int BATCHES = 60;

  @TempDir Path parent;
  private Path directory;
  private Path log;

  /** Where each batch ends in the log. */
  private final List<Long> ends = new ArrayList<>();

  /** One batch for each number; some are longer than a block of the log. */
  @BeforeEach
  void write() throws IOException {
    directory = parent.resolve("data");
    Random random = new Random(11);
    try (EmbeddedStore store = open()) {
      log = lastLog();
      for (int i = 1; i <= BATCHES; i++) {
        byte[] value = new byte[i % 7 == 0 ? 70_000 : random.nextInt(3_000)];
        random.nextBytes(value);
        store
            .write(new Rows(64).put(Table.TASKS, Keys.number(i), value))
            .toCompletableFuture()
            .join();
        ends.add(Files.size(log));
      }
    }
  }

  private EmbeddedStore open() {
    return EmbeddedStore.open(directory, TestStores.settings());
  }

  private Path lastLog() throws IOException {
    List<Path> logs = LogInspection.logs(directory.resolve("db"));
    return logs.get(logs.size() - 1);
  }

  private void assertHolds(int batches) {
    try (EmbeddedStore store = open()) {
      List<Long> found = new ArrayList<>();
      store.database().scan(Table.TASKS, null, null, (key, value) -> found.add(Keys.number(key)));
      assertThat(found).isEqualTo(LongStream.rangeClosed(1, batches).boxed().toList());
      store
          .write(new Rows(64).put(Table.TASKS, Keys.number(1_000), new byte[10]))
          .toCompletableFuture()
          .join();
    }
    try (EmbeddedStore store = open()) {
      assertThat(store.database().get(Table.TASKS, Keys.number(1_000))).isNotNull();
    }
  }

  private int batchesWithin(long length) {
    return (int) ends.stream().filter(end -> end <= length).count();
  }

  private void truncate(long length) throws IOException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(log, bytes, StandardOpenOption.APPEND);
  }

  private void flip(Path file, long at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) ~one.get(0)).rewind();
      channel.write(one, at);
    }
  }

  @Test
  void aWholeLogIsLeftAlone() throws IOException {
    assertThat(LogInspection.of(log).whole()).isTrue();
    assertHolds(BATCHES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aLogThatEndsAnywhereKeepsItsWholeBatches(int seed) throws IOException {
    long length = new Random(seed).nextLong(ends.get(0), ends.get(BATCHES - 1));
    truncate(length);
    assertHolds(batchesWithin(length));
  }

  @Test
  void zerosAfterTheLastBatchAreCutOff() throws IOException {
    append(new byte[100_000]);
    assertHolds(BATCHES);
  }

  @Test
  void garbageAfterTheLastBatchIsCutOff() throws IOException {
    byte[] garbage = new byte[50_000];
    new Random(3).nextBytes(garbage);
    append(garbage);
    assertHolds(BATCHES);
  }

  @Test
  void aLastBatchThatIsDamagedInPlaceIsCutOff() throws IOException {
    long from = ends.get(BATCHES - 2);
    flip(log, (from + ends.get(BATCHES - 1)) / 2);
    assertHolds(BATCHES - 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void damageThatAnotherBatchFollowsIsRefusedWithItsPlace(int seed) throws IOException {
    long at = new Random(seed).nextLong(0, ends.get(BATCHES - 2));
    flip(log, at);
    LogInspection inspection = LogInspection.of(log);
    assertThat(inspection.corrupt()).isTrue();
    assertThat(inspection.intact()).isLessThanOrEqualTo(at);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining(log.toString())
        .hasMessageContaining("after byte " + inspection.intact())
        .hasMessageContaining("backup");
  }

  @Test
  void aDirectoryThatWasRefusedIsLetGo() throws IOException {
    flip(log, 100);
    assertThatThrownBy(this::open).isInstanceOf(StoreRefused.class);
    flip(log, 100);
    assertHolds(BATCHES);
  }

  @Test
  void damageInATableFileIsRefusedWithItsName() throws IOException {
    open().close();
    Path table = largestTableFile();
    flip(table, Files.size(table) / 3);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining(table.getFileName().toString())
        .hasMessageContaining("checksum");
  }

  @Test
  void aTableFileThatIsMissingIsRefusedWithItsName() throws IOException {
    open().close();
    Path table = largestTableFile();
    Files.delete(table);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining(table.getFileName().toString());
  }

  private Path largestTableFile() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("db"))) {
      return files
          .filter(file -> file.toString().endsWith(".sst"))
          .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
          .orElseThrow();
    }
  }
}
