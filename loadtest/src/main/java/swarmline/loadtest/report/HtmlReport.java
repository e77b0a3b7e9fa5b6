package swarmline.loadtest.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A report as one HTML file that needs nothing else: styles, the chart library and the JSON are in
 * it, and a script draws the page from that JSON.
 */
public final class HtmlReport {
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final String PAGE = "/swarmline/loadtest/report/";

  private HtmlReport() {}

  public static String of(JsonNode report) {
    return resource(PAGE + "report.html")
        .replace("/*{{uplot.css}}*/", resource(CHARTS + "uPlot.min.css"))
        .replace("/*{{report.css}}*/", resource(PAGE + "report.css"))
        .replace("/*{{uplot.js}}*/", resource(CHARTS + "uPlot.iife.min.js"))
        .replace("/*{{report.js}}*/", resource(PAGE + "report.js"))
        .replace("{{report.json}}", inScript(report));
  }

  /** No text in the JSON can end the script that holds it. */
  private static String inScript(JsonNode report) {
    return report.toString().replace("<", "\\u003c");
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its own " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
