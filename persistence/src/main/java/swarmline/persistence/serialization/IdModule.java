package swarmline.persistence.serialization;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;

/** Ids as their text after the tenant and a slash; instants as nanoseconds of the epoch. */
final class IdModule extends SimpleModule {
  private static final long serialVersionUID = 1L;
  private static final long NANOS = 1_000_000_000L;

  /** The seconds whose nanoseconds a long can count; instants beyond are text. */
  private static final long SECONDS_MAX = Long.MAX_VALUE / NANOS - 1;

  IdModule() {
    super("swarmline-ids");
    text(TenantId.class, (tenant, nothing) -> Optional.of(tenant), true);
    text(PoolId.class, PoolId::parse, false);
    text(TaskId.class, TaskId::parse, false);
    text(AssignmentId.class, AssignmentId::parse, false);
    text(WorkerId.class, (tenant, name) -> Optional.of(new WorkerId(tenant, name)), false);
    addSerializer(Instant.class, new InstantWriter());
    addDeserializer(Instant.class, new InstantReader());
  }

  private <T> void text(
      Class<T> type, BiFunction<TenantId, String, Optional<T>> parse, boolean tenantOnly) {
    addSerializer(type, new TextWriter<>(type));
    addDeserializer(type, new TextReader<>(type, parse, tenantOnly));
  }

  private static final class TextWriter<T> extends StdScalarSerializer<T> {
    private static final long serialVersionUID = 1L;

    TextWriter(Class<T> type) {
      super(type);
    }

    @Override
    public void serialize(T id, JsonGenerator json, SerializerProvider context) throws IOException {
      json.writeString(id.toString());
    }
  }

  private static final class TextReader<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient BiFunction<TenantId, String, Optional<T>> parse;
    private final boolean tenantOnly;

    TextReader(Class<T> type, BiFunction<TenantId, String, Optional<T>> parse, boolean tenantOnly) {
      super(type);
      this.parse = parse;
      this.tenantOnly = tenantOnly;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
      String text = json.getText();
      int slash = tenantOnly ? text.length() : text.indexOf('/');
      if (slash < 0) {
        return (T) context.handleWeirdStringValue(handledType(), text, "it names no tenant");
      }
      String rest = text.substring(Math.min(text.length(), slash + 1));
      Optional<T> id = parse.apply(new TenantId(text.substring(0, slash)), rest);
      return id.isPresent()
          ? id.get()
          : (T) context.handleWeirdStringValue(handledType(), text, "it is not the form of one");
    }
  }

  private static final class InstantWriter extends StdScalarSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant instant, JsonGenerator json, SerializerProvider context)
        throws IOException {
      if (Math.abs(instant.getEpochSecond()) <= SECONDS_MAX) {
        json.writeNumber(instant.getEpochSecond() * NANOS + instant.getNano());
      } else {
        json.writeString(instant.toString());
      }
    }
  }

  private static final class InstantReader extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        return Instant.parse(json.getText());
      }
      long nanos = json.getLongValue();
      return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
  }
}
