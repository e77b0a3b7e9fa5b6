package swarmline.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import swarmline.engine.pool.PoolSpec;

/** Pool specs written as a platform writes them, names without quotation marks. */
public final class Specs {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Specs() {}

  /** Such as {@code redundancy: {answers: 3}, order: 'fifo'}; the rest is as by default. */
  public static PoolSpec spec(String fields) {
    try {
      ObjectNode spec = (ObjectNode) JSON.readTree("{" + fields + "}");
      return JSON.treeToValue(spec.has("name") ? spec : spec.put("name", "test"), PoolSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(fields, e);
    }
  }
}
