package swarmline.engine.consensus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

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

  /** The texts of a JSON array of strings, in its order. */
  static List<String> texts(String json) {
    List<String> texts = new ArrayList<>();
    read(json).forEach(text -> texts.add(text.textValue()));
    return texts;
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
