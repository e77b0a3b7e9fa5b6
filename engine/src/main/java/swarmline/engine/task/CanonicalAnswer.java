package swarmline.engine.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import swarmline.engine.pool.AnswerSpec;

/**
 * One text for each answer: the keys of objects in order, no white space, numbers as decimals
 * without trailing zeros. Answers are equal when these texts are.
 */
public final class CanonicalAnswer {
  /** Characters at the most in an answer's text. */
  public static final int LENGTH_MAX = 65_536;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private CanonicalAnswer() {}

  /** The answer's canonical text, or nothing where it is not of the form that the pool asks for. */
  public static Optional<String> of(AnswerSpec spec, String json) {
    if (json == null || json.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    if (spec.type() == AnswerSpec.Type.CHOICE && isPlain(json)) {
      return spec.choices().contains(json.substring(1, json.length() - 1))
          ? Optional.of(json)
          : Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(json);
      return fits(spec, node) ? Optional.of(text(node)) : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  private static String text(JsonNode node) throws JsonProcessingException {
    return node.isNumber()
        ? node.decimalValue().stripTrailingZeros().toPlainString()
        : JSON.writeValueAsString(JSON.treeToValue(node, Object.class));
  }

  private static boolean fits(AnswerSpec spec, JsonNode node) {
    return switch (spec.type()) {
      case CHOICE -> node.isTextual() && spec.choices().contains(node.textValue());
      case TEXT -> node.isTextual();
      case NUMBER -> node.isNumber();
      case JSON -> !node.isMissingNode() && !node.isNull();
    };
  }

  /** A JSON string that needs no decoding: its text is its value between quotation marks. */
  private static boolean isPlain(String json) {
    int last = json.length() - 1;
    if (last < 1 || json.charAt(0) != '"' || json.charAt(last) != '"') {
      return false;
    }
    for (int i = 1; i < last; i++) {
      char c = json.charAt(i);
      if (c == '\\' || c == '"' || c < ' ') {
        return false;
      }
    }
    return true;
  }
}
