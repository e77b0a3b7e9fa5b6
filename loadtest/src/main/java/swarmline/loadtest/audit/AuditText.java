package swarmline.loadtest.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Findings for people and for programs. */
public final class AuditText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AuditText() {}

  public static List<String> lines(Findings findings) {
    List<String> lines = new ArrayList<>();
    var looked = new StringBuilder();
    findings
        .measures()
        .forEach(
            (name, value) -> looked.append(String.format(Locale.ROOT, "  %s %,d", name, value)));
    if (findings.isEmpty()) {
      lines.add("  audit.........: passed;" + looked);
      return lines;
    }
    lines.add("  audit.........: FAILED;" + looked);
    findings.counts().forEach((rule, count) -> lines.add("    " + count + " x " + rule));
    for (Finding finding : findings.kept()) {
      lines.add("    " + finding.invariant() + " " + finding.rule() + ": " + finding.what());
    }
    return lines;
  }

  public static ObjectNode json(Findings findings) {
    ObjectNode json = JSON.createObjectNode();
    json.put("passed", findings.isEmpty());
    findings.counts().forEach(json.putObject("violations")::put);
    findings.measures().forEach(json.putObject("measures")::put);
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
