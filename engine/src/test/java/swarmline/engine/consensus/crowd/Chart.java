package swarmline.engine.consensus.crowd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A row or a grid of small plots as one SVG, to be read on light and on dark ground. */
final class Chart {
  private static final int SIDE = 190;
  private static final int LEFT = 48;
  private static final int ABOVE = 26;
  private static final int BELOW = 40;
  private static final int GAP = 14;
  private static final int LEGEND = 20;

  private final int columns;
  private final String across;
  private final String up;
  private final List<String> legend;
  private final List<Panel> panels = new ArrayList<>();

  /**
   * @param across what is measured from left to right
   * @param up what is measured upwards
   * @param legend names of the lines, in the order in which panels have them
   */
  Chart(int columns, String across, String up, List<String> legend) {
    this.columns = columns;
    this.across = across;
    this.up = up;
    this.legend = legend;
  }

  /** A range of an axis. */
  record Range(double from, double to, double step) {
    double place(double value) {
      return (value - from) / (to - from);
    }
  }

  /** One plot: lines of points {@code {x, y, size}}; a size of 0 for the usual one. */
  record Panel(String title, Range x, Range y, boolean diagonal, List<List<double[]>> lines) {}

  void add(Panel panel) {
    panels.add(panel);
  }

  String svg() {
    int rows = (panels.size() + columns - 1) / columns;
    int width = columns * (LEFT + SIDE + GAP);
    int height = rows * (ABOVE + SIDE + BELOW) + (legend.size() + 1) * LEGEND;
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">
        <style>
        text { font: 12px sans-serif; fill: #24292f; } .title { font-weight: bold; }
        .axis { stroke: #6e7781; fill: none; } .grid { stroke: #d0d7de; stroke-width: 0.5; }
        .diagonal { stroke: #6e7781; stroke-dasharray: 4 4; }
        .line { fill: none; stroke-width: 2; }
        .s0 { stroke: #0969da; } .s1 { stroke: #bf5700; } .s2 { stroke: #1a7f37; } .s3 { stroke: #8250df; }
        .d0 { fill: #0969da; } .d1 { fill: #bf5700; } .d2 { fill: #1a7f37; } .d3 { fill: #8250df; }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3; } .grid { stroke: #30363d; } .axis, .diagonal { stroke: #8b949e; }
        .s0 { stroke: #58a6ff; } .s1 { stroke: #ffa657; } .s2 { stroke: #56d364; } .s3 { stroke: #d2a8ff; }
        .d0 { fill: #58a6ff; } .d1 { fill: #ffa657; } .d2 { fill: #56d364; } .d3 { fill: #d2a8ff; } }
        </style>
        """
            .formatted(width, height, width, height));
    for (int i = 0; i < panels.size(); i++) {
      panel(
          svg,
          panels.get(i),
          LEFT + i % columns * (LEFT + SIDE + GAP),
          ABOVE + i / columns * (ABOVE + SIDE + BELOW));
    }
    for (int i = 0; i < legend.size(); i++) {
      int x = LEFT;
      int y = height - (legend.size() - i) * LEGEND;
      line(svg, "line s" + i, x, y, x + 24, y);
      text(svg, "", x + 30, y + 4, "start", legend.get(i));
    }
    return svg.append("</svg>\n").toString();
  }

  private void panel(StringBuilder svg, Panel panel, double left, double top) {
    text(svg, "title", left + SIDE / 2.0, top - 8, "middle", panel.title());
    for (double x = panel.x().from(); x <= panel.x().to() + 1e-9; x += panel.x().step()) {
      double at = left + SIDE * panel.x().place(x);
      line(svg, "grid", at, top, at, top + SIDE);
      text(svg, "", at, top + SIDE + 14, "middle", number(x));
    }
    for (double y = panel.y().from(); y <= panel.y().to() + 1e-9; y += panel.y().step()) {
      double at = top + SIDE * (1 - panel.y().place(y));
      line(svg, "grid", left, at, left + SIDE, at);
      text(svg, "", left - 4, at + 4, "end", number(y));
    }
    svg.append(
        write(
            "<rect class=\"axis\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\"/>\n",
            left, top, SIDE, SIDE));
    if (panel.diagonal()) {
      line(svg, "diagonal", left, top + SIDE, left + SIDE, top);
    }
    for (int i = 0; i < panel.lines().size(); i++) {
      line(svg, panel, panel.lines().get(i), i, left, top);
    }
    text(svg, "", left + SIDE / 2.0, top + SIDE + 30, "middle", across);
    double middle = top + SIDE / 2.0;
    svg.append(
        write(
            "<text text-anchor=\"middle\" transform=\"translate(%.1f %.1f)"
                + " rotate(-90)\">%s</text>\n",
            left - 36, middle, up));
  }

  private static void line(
      StringBuilder svg, Panel panel, List<double[]> points, int number, double left, double top) {
    var path = new StringBuilder();
    for (double[] point : points) {
      double x = left + SIDE * panel.x().place(point[0]);
      double y = top + SIDE * (1 - panel.y().place(point[1]));
      path.append(write("%.1f,%.1f ", x, y));
      double radius = point[2] == 0 ? 2.5 : 1.5 + 7 * Math.sqrt(point[2]);
      svg.append(
          write(
              "<circle class=\"d%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n",
              number, x, y, radius));
    }
    svg.append(
        write("<polyline class=\"line s%d\" points=\"%s\"/>\n", number, path.toString().strip()));
  }

  private static void line(
      StringBuilder svg, String style, double x1, double y1, double x2, double y2) {
    svg.append(
        write(
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
            style, x1, y1, x2, y2));
  }

  private static void text(
      StringBuilder svg, String style, double x, double y, String anchor, String text) {
    String styled = style.isEmpty() ? "" : " class=\"" + style + '"';
    svg.append(
        write(
            "<text%s x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
            styled, x, y, anchor, text));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : write("%.2f", value).replaceAll("0$", "");
  }

  private static String write(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
