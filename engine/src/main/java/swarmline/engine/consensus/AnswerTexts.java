package swarmline.engine.consensus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Answers as JSON. */
final class AnswerTexts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AnswerTexts() {}

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException("no JSON: " + json, notJson);
    }
  }

  /** The text of a JSON string. */
  static String text(String json) {
    JsonNode node = read(json);
    if (!node.isTextual()) {
      throw new IllegalArgumentException("no JSON string: " + json);
    }
    return node.textValue();
  }
}
