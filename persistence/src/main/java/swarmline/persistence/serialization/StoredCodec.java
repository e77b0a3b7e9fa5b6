package swarmline.persistence.serialization;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.task.Amendment;
import swarmline.engine.task.TaskDefinition;
import swarmline.persistence.serialization.StoredTypes.StoredType;

/**
 * Stored types as CBOR. A field that is not known is skipped, a field that is not there is null or
 * zero; ids are text, instants nanoseconds of the epoch. Thread-safe.
 */
public final class StoredCodec {
  private static final Map<Class<?>, ObjectWriter> WRITERS;
  private static final Map<Class<?>, ObjectReader> READERS;

  static {
    ObjectMapper mapper = mapper();
    WRITERS = perType(mapper::writerFor);
    READERS = perType(mapper::readerFor);
  }

  private StoredCodec() {}

  private static ObjectMapper mapper() {
    return CBORMapper.builder()
        .addModule(new Jdk8Module())
        .addModule(new JavaTimeModule())
        .addModule(new IdModule())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
        .addMixIn(TaskDefinition.class, EmptyLeftOut.class)
        .addMixIn(TaskRecord.class, NoAmendmentsLeftOut.class)
        .build();
  }

  /** For types whose constructors take null for an empty collection. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private interface EmptyLeftOut {}

  /** Hardly a task is amended. */
  interface NoAmendmentsLeftOut {
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<Amendment> amendments();
  }

  private static <T> Map<Class<?>, T> perType(Function<Class<?>, T> made) {
    return StoredTypes.ALL.stream()
        .map(StoredType::type)
        .collect(Collectors.toUnmodifiableMap(Function.identity(), made));
  }

  /** The bytes of a value whose type is in the table. */
  public static byte[] encode(Object value) {
    try {
      return WRITERS.get(StoredTypes.of(value).type()).writeValueAsBytes(value);
    } catch (IOException e) {
      throw new UncheckedIOException("A " + value.getClass().getName() + " cannot be stored", e);
    }
  }

  /** The value that the bytes from an offset on hold. */
  public static <T> T decode(Class<T> type, byte[] bytes, int offset) {
    try {
      return type.cast(READERS.get(type).readValue(bytes, offset, bytes.length - offset));
    } catch (IOException e) {
      throw new UncheckedIOException("These bytes are no " + type.getName(), e);
    }
  }

  public static <T> T decode(Class<T> type, byte[] bytes) {
    return decode(type, bytes, 0);
  }
}
