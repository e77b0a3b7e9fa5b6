package swarmline.engine.consensus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A rectangle with sides along the axes.
 *
 * @param label what it shows; null where boxes have no labels
 */
record Box(double left, double top, double right, double bottom, String label) {
  static final Comparator<Box> ORDER =
      Comparator.comparingDouble(Box::left)
          .thenComparingDouble(Box::top)
          .thenComparingDouble(Box::right)
          .thenComparingDouble(Box::bottom)
          .thenComparing(Box::label, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** Those of an answer. */
  static List<Box> all(String answer) {
    List<Box> boxes = new ArrayList<>();
    for (JsonNode node : AnswerTexts.read(answer)) {
      double left = node.path("x").asDouble();
      double top = node.path("y").asDouble();
      boxes.add(
          new Box(
              left,
              top,
              left + node.path("width").asDouble(),
              top + node.path("height").asDouble(),
              node.path("label").textValue()));
    }
    return boxes;
  }

  /** As an answer writes them, in order. */
  static String text(List<Box> boxes) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    boxes.stream().sorted(ORDER).forEach(box -> array.add(box.json()));
    return array.toString();
  }

  private ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("height", number(bottom).subtract(number(top)));
    if (label != null) {
      json.put("label", label);
    }
    json.put("width", number(right).subtract(number(left)));
    return json.put("x", number(left)).put("y", number(top));
  }

  private static BigDecimal number(double value) {
    BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  /** Area that both cover, of the area that either covers (Jaccard 1901). */
  double overlap(Box other) {
    double width = Math.min(right, other.right) - Math.max(left, other.left);
    double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    double both = Math.max(width, 0) * Math.max(height, 0);
    double either = area() + other.area() - both;
    return either <= 0 ? 0 : both / either;
  }

  private double area() {
    return (right - left) * (bottom - top);
  }
}
