package swarmline.loadtest.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Findings for people and for programs. */
public final class AuditText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MICROS_PER_MILLI = 1000;

  private AuditText() {}

  public static List<String> lines(Findings findings) {
    List<String> lines = new ArrayList<>();
    var looked = new StringBuilder();
    findings
        .measures()
        .forEach(
            (name, value) -> looked.append(String.format(Locale.ROOT, "  %s %,d", name, value)));
    if (findings.isEmpty()) {
      lines.add("  audit...........: passed;" + looked);
      return lines;
    }
    lines.add("  audit...........: FAILED;" + looked);
    findings.counts().forEach((rule, count) -> lines.add("    " + count + " x " + rule));
    for (Finding finding : findings.kept()) {
      lines.add("    " + finding.invariant() + " " + finding.rule() + ": " + finding.what());
    }
    return lines;
  }

  public static ObjectNode json(Findings findings) {
    ObjectNode json = JSON.createObjectNode();
    json.put("passed", findings.isEmpty());
    json.put(
        "violationCount", findings.counts().values().stream().mapToLong(Long::longValue).sum());
    findings.counts().forEach(json.putObject("violations")::put);
    ObjectNode measures = json.putObject("measures");
    findings.measures().forEach(measures::put);
    if (measures.has("expiryLateP99Micros")) {
      double late = measures.path("expiryLateP99Micros").asDouble();
      measures.put("expiryLateP99Millis", late / MICROS_PER_MILLI);
    }
    var checks = json.putArray("checks");
    for (Check check : findings.made()) {
      String rule = check.getClass().getSimpleName();
      checks
          .addObject()
          .put("invariant", check.invariant())
          .put("rule", rule)
          .put("promise", check.promise())
          .put("violations", findings.counts().getOrDefault(rule, 0L));
    }
    var kept = json.putArray("findings");
    for (Finding finding : findings.kept()) {
      kept.addObject()
          .put("invariant", finding.invariant())
          .put("rule", finding.rule())
          .put("what", finding.what());
    }
    return json;
  }
}
