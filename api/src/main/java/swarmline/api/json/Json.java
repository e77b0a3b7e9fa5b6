package swarmline.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.time.Instant;
import swarmline.api.problem.Rejected;

/**
 * Reads and writes documents. Strict: no unknown fields, no field twice, no number for a string, no
 * trailing text, nothing beyond the limits. Thread-safe.
 */
public final class Json {
  private final ObjectMapper mapper;
  private final JsonFactory lenientNames;

  public Json(JsonLimits limits) {
    var factory =
        new JsonFactoryBuilder()
            .streamReadConstraints(limits.constraints())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    this.lenientNames =
        new JsonFactoryBuilder()
            .streamReadConstraints(limits.constraints())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    var builder =
        JsonMapper.builder(factory)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .addModule(
                new SimpleModule()
                    .addSerializer(Instant.class, Times.WRITER)
                    .addDeserializer(Instant.class, Times.READER));
    for (CoercionInputShape shape :
        new CoercionInputShape[] {
          CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
      builder.withCoercionConfig(
          LogicalType.Textual, config -> config.setCoercion(shape, CoercionAction.Fail));
    }
    this.mapper = builder.build();
  }

  /**
   * The document as a value.
   *
   * @throws Rejected where it is not JSON, is beyond the limits or does not fit
   */
  public <T> T read(byte[] body, Class<T> type) {
    try {
      T value = mapper.readValue(body, type);
      if (value == null) {
        throw JsonErrors.noValue();
      }
      return value;
    } catch (IOException e) {
      throw JsonErrors.rejected(e);
    }
  }

  /** The tree as a value; errors as in {@link #read}. */
  public <T> T read(JsonNode tree, Class<T> type) {
    try {
      return mapper.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw JsonErrors.rejected(e);
    }
  }

  /** The document as a tree; errors as in {@link #read}. */
  public JsonNode tree(byte[] body) {
    return read(body, JsonNode.class);
  }

  public JsonNode treeOf(Object value) {
    return mapper.valueToTree(value);
  }

  /** A new object without fields. */
  public ObjectNode object() {
    return mapper.createObjectNode();
  }

  /** A document that is stored or was written by us, without limits of its own kind. */
  public byte[] write(Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value of ours cannot be written as JSON", e);
    }
  }

  public String text(JsonNode tree) {
    try {
      return mapper.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree cannot be written as JSON", e);
    }
  }

  /** Reads part of a buffer token by token, within the limits. */
  public JsonParser parser(byte[] buffer, int offset, int length) throws IOException {
    return lenientNames.createParser(buffer, offset, length);
  }
}
