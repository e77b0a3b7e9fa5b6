package swarmline.persistence.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swarmline.engine.pool.PoolEvent;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskEvent;
import swarmline.engine.worker.WorkerEvent;
import swarmline.persistence.serialization.StoredTypes.StoredType;

/**
 * Stored types are a file format. With {@code -Dgolden.write=true} the test writes the golden files
 * that are not there yet; those that are there are never written again.
 */
class StoredTypesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final CBORMapper PLAIN = new CBORMapper();

  static List<StoredType> types() {
    return StoredTypes.ALL;
  }

  @Test
  void everyEventIsInTheTable() {
    List<Class<?>> events =
        Stream.of(TaskEvent.class, WorkerEvent.class, PoolEvent.class)
            .flatMap(protocol -> Arrays.stream(protocol.getPermittedSubclasses()))
            .<Class<?>>map(type -> type)
            .toList();
    assertThat(StoredTypes.ALL.stream().<Class<?>>map(StoredType::type)).containsAll(events);
  }

  @ParameterizedTest
  @MethodSource("types")
  void aGoldenFileOfEveryTypeReadsToTheSameValueForEver(StoredType stored) throws IOException {
    Path golden = GOLDEN.resolve(stored.manifest() + ".cbor");
    Object sample = Samples.BY_TYPE.get(stored.type());
    assertThat(sample).as("a sample of " + stored).isNotNull();
    if (Boolean.getBoolean("golden.write") && !Files.exists(golden)) {
      Files.createDirectories(golden.getParent());
      Files.write(golden, StoredCodec.encode(sample));
    }
    assertThat(StoredCodec.decode(stored.type(), Files.readAllBytes(golden)))
        .as("what the golden file %s holds", golden)
        .isEqualTo(sample);
  }

  @Test
  void goldenFilesOfTheFieldsThatWereAddedReadToTheSameValuesForEver() throws IOException {
    assertGolden("catalog/task.gold.cbor", Samples.GOLD);
    assertGolden("catalog/record.corrected.cbor", Samples.CORRECTED);
    assertGolden("worker/rule-fired.on-signs.cbor", Samples.FIRED_ON_SIGNS);
    assertGolden("worker/snapshot.observed.cbor", Samples.OBSERVED);
    assertGolden("worker/snapshot.by-task.cbor", Samples.OBSERVED_BY_TASK);
    assertGolden("worker/snapshot.judged.cbor", Samples.OBSERVED_AND_JUDGED);
    assertGolden("catalog/task.explained.cbor", Samples.EXPLAINED);
    assertGolden("pool/spec-changed.measuring.cbor", Samples.MEASURING);
    assertGolden("pool/spec-changed.revisable.cbor", Samples.REVISABLE);
    assertGolden("worker/work-recorded.judged.cbor", Samples.JUDGED);
    assertGolden("task/lease-granted.trusted.cbor", Samples.TRUSTED);
    assertGolden("worker/snapshot.streak.cbor", Samples.OBSERVED_STREAK);
    assertGolden("worker/snapshot.learned.cbor", Samples.OBSERVED_LEARNED);
    assertGolden("catalog/record.trusted.cbor", Samples.DONE_ALONE);
    assertGolden("catalog/record.amended.cbor", Samples.AMENDED);
    assertGolden("catalog/record.late.cbor", Samples.ANSWERED_LATE);
    assertGolden("pool/spec-changed.trusting.cbor", Samples.TRUSTING);
    assertGolden("task/answer-accepted.unpaid-gold.cbor", Samples.UNPAID_GOLD);
    assertGolden("pool/created.secret.cbor", Samples.WITH_SECRET);
    assertGolden("catalog/pool.secret.cbor", Samples.VIEW_WITH_SECRET);
  }

  private static void assertGolden(String file, Object sample) throws IOException {
    Path golden = GOLDEN.resolve(file);
    if (Boolean.getBoolean("golden.write") && !Files.exists(golden)) {
      Files.write(golden, StoredCodec.encode(sample));
    }
    assertThat((Object) StoredCodec.decode(sample.getClass(), Files.readAllBytes(golden)))
        .isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("types")
  void aFieldThatIsNotKnownIsSkipped(StoredType stored) throws IOException {
    Object sample = Samples.BY_TYPE.get(stored.type());
    ObjectNode tree = (ObjectNode) PLAIN.readTree(StoredCodec.encode(sample));
    tree.putObject("addedLater").put("deep", 1);
    assertThat(StoredCodec.decode(stored.type(), PLAIN.writeValueAsBytes(tree))).isEqualTo(sample);
  }

  @Test
  void aFieldThatIsNotThereIsNullOrZero() throws IOException {
    byte[] nothing = PLAIN.writeValueAsBytes(PLAIN.createObjectNode());
    assertThat(StoredCodec.decode(TaskEvent.LeaseGranted.class, nothing))
        .isEqualTo(new TaskEvent.LeaseGranted(0, null, null, null, null, null));
    assertThat(StoredCodec.decode(TaskDefinition.class, nothing).reservedFor()).isEmpty();
  }

  @Test
  void theSerializerGivesBackWhatItWasGiven() throws NotSerializableException {
    StoredSerializer serializer = new StoredSerializer();
    for (Object sample : Samples.BY_TYPE.values()) {
      byte[] bytes = serializer.toBinary(sample);
      assertThat(serializer.fromBinary(bytes, serializer.manifest(sample))).isEqualTo(sample);
    }
  }

  @Test
  void aNameThatIsNotKnownIsRefusedWithAReason() {
    assertThatThrownBy(() -> new StoredSerializer().fromBinary(new byte[0], "task/unheard-of"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("task/unheard-of");
  }
}
