package swarmline.loadtest.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import swarmline.loadtest.verdict.Figures;

/** A report beside an earlier one. Pure. */
final class Baseline {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Changes below this share are noise to the eye. */
  private static final double SAME = 0.05;

  private Baseline() {}

  static ObjectNode compare(JsonNode now, JsonNode earlier, String name) {
    ObjectNode json = JSON.createObjectNode().put("name", name);
    json.put("startedAt", earlier.path("startedAt").asText());
    Map<String, Double> before = Figures.of(earlier);
    ArrayNode figures = json.putArray("figures");
    Figures.of(now)
        .forEach(
            (figure, value) -> {
              if (before.containsKey(figure)) {
                add(figures.addObject(), figure, value, before.get(figure));
              }
            });
    differences(json.putArray("settings"), now.path("settings"), earlier.path("settings"));
    return json;
  }

  private static void add(ObjectNode json, String figure, double now, double before) {
    json.put("figure", figure).put("now", now).put("before", before);
    if (before != 0) {
      double change = now / before - 1;
      json.put("change", change);
      boolean better = change > 0 == Figures.isBetterWhenMore(figure);
      json.put("verdict", Math.abs(change) < SAME ? "same" : better ? "better" : "worse");
    } else {
      json.put("verdict", now == 0 ? "same" : "worse");
    }
  }

  /** Settings that make the two runs hard to compare. */
  private static void differences(ArrayNode json, JsonNode now, JsonNode earlier) {
    var names = new TreeSet<String>();
    now.fieldNames().forEachRemaining(names::add);
    earlier.fieldNames().forEachRemaining(names::add);
    names.remove("name");
    names.remove("seed");
    for (String name : names) {
      if (!Objects.equals(now.path(name).toString(), earlier.path(name).toString())) {
        json.addObject()
            .put("setting", name)
            .put("now", now.path(name).asText())
            .put("before", earlier.path(name).asText());
      }
    }
  }
}
