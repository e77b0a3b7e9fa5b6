package swarmline.engine.task;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import swarmline.engine.pool.AnswerSpec;

/**
 * One text for each answer: the keys of objects in order, no white space, numbers without trailing
 * zeros, as decimals or, where those were long, with an exponent. Answers are equal when these
 * texts are.
 */
public final class CanonicalAnswer {
  /** Characters at the most in an answer's text. */
  public static final int LENGTH_MAX = 65_536;

  /** How far a box may be from the origin, and how large. */
  private static final double LENGTH_OF_SIDE_MAX = 1e9;

  /** How far the point of a number may be moved; a short text must not stand for gigabytes. */
  static final int EXPONENT_MAX = 10_000;

  /** Digits before the point, or zeros after it, from which a number is given an exponent. */
  private static final int PLAIN_DIGITS_MAX = 40;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
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
      return fits(spec, node) ? Optional.of(text(ordered(spec, node))) : Optional.empty();
    } catch (IOException | NumberFormatException notJson) {
      return Optional.empty();
    }
  }

  private static String text(JsonNode node) throws IOException {
    var text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      write(out, node);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, JsonNode node) throws IOException {
    if (node.isObject()) {
      Map<String, JsonNode> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      out.writeStartObject();
      for (var field : fields.entrySet()) {
        out.writeFieldName(field.getKey());
        write(out, field.getValue());
      }
      out.writeEndObject();
    } else if (node.isArray()) {
      out.writeStartArray();
      for (JsonNode element : node) {
        write(out, element);
      }
      out.writeEndArray();
    } else if (node.isNumber()) {
      out.writeNumber(number(out, node.decimalValue()));
    } else {
      out.writeTree(node);
    }
  }

  private static String number(JsonGenerator out, BigDecimal number) throws IOException {
    if (Math.abs((long) number.scale()) > EXPONENT_MAX) {
      throw new JsonGenerationException("the exponent of a number is out of range", out);
    }
    BigDecimal shortest = number.stripTrailingZeros();
    return Math.abs(shortest.precision() - shortest.scale()) > PLAIN_DIGITS_MAX
        ? shortest.toString()
        : shortest.toPlainString();
  }

  /** A set has no order: labels stand in the order of their texts, boxes in that of theirs. */
  private static JsonNode ordered(AnswerSpec spec, JsonNode node) throws IOException {
    if (spec.type() != AnswerSpec.Type.CHOICES && spec.type() != AnswerSpec.Type.BOXES) {
      return node;
    }
    Map<String, JsonNode> elements = new TreeMap<>();
    for (JsonNode element : node) {
      elements.put(element.isTextual() ? element.textValue() : text(element), element);
    }
    return JSON.createArrayNode().addAll(elements.values());
  }

  private static Stream<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue);
  }

  private static boolean isSetOfChoices(AnswerSpec spec, JsonNode node) {
    return node.isArray()
        && node.size() <= spec.choices().size()
        && texts(node).allMatch(text -> text != null && spec.choices().contains(text))
        && texts(node).distinct().count() == node.size();
  }

  private static boolean isRanking(AnswerSpec spec, JsonNode node) {
    return isSetOfChoices(spec, node) && node.size() > 1;
  }

  private static boolean isBoxes(AnswerSpec spec, JsonNode node) {
    return node.isArray()
        && node.size() <= AnswerSpec.BOXES_MAX
        && StreamSupport.stream(node.spliterator(), false).allMatch(box -> isBox(spec, box));
  }

  private static boolean isBox(AnswerSpec spec, JsonNode box) {
    JsonNode label = box.path("label");
    boolean labelled = label.isTextual() && spec.choices().contains(label.textValue());
    return box.isObject()
        && (spec.choices().isEmpty() ? label.isMissingNode() : labelled)
        && box.size() == (spec.choices().isEmpty() ? 4 : 5)
        && isLength(box.path("x"))
        && isLength(box.path("y"))
        && isLength(box.path("width"))
        && isLength(box.path("height"))
        && box.path("width").decimalValue().signum() > 0
        && box.path("height").decimalValue().signum() > 0;
  }

  /** A number that can be reckoned with. */
  private static boolean isLength(JsonNode node) {
    return node.isNumber() && Math.abs(node.doubleValue()) < LENGTH_OF_SIDE_MAX;
  }

  private static boolean fits(AnswerSpec spec, JsonNode node) {
    return switch (spec.type()) {
      case CHOICE -> node.isTextual() && spec.choices().contains(node.textValue());
      case CHOICES -> isSetOfChoices(spec, node);
      case RANKING -> isRanking(spec, node);
      case BOXES -> isBoxes(spec, node);
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
