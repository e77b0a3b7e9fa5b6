package swarmline.loadtest.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** A distribution of waiting times as JSON, in milliseconds. */
final class Percentiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MICROS_PER_MILLI = 1000;
  private static final double[] POINTS = {50, 90, 95, 99, 99.9, 99.99};

  /** Points of the curve for each halving of the distance to all. */
  private static final int STEPS_PER_HALF = 5;

  /** Where the curve ends: the rest is its maximum. */
  private static final double CURVE_END = 99.999;

  private Percentiles() {}

  static ObjectNode of(Histogram histogram) {
    ObjectNode json = JSON.createObjectNode();
    json.put("count", histogram.getTotalCount());
    if (histogram.getTotalCount() == 0) {
      return json;
    }
    json.put("mean", histogram.getMean() / MICROS_PER_MILLI);
    for (double point : POINTS) {
      json.put(label(point), histogram.getValueAtPercentile(point) / MICROS_PER_MILLI);
    }
    json.put("max", histogram.getMaxValue() / MICROS_PER_MILLI);
    ArrayNode curve = json.putArray("curve");
    for (HistogramIterationValue step : histogram.percentiles(STEPS_PER_HALF)) {
      double percentile = step.getPercentileLevelIteratedTo();
      if (percentile <= CURVE_END) {
        curve.addArray().add(percentile).add(step.getValueIteratedTo() / MICROS_PER_MILLI);
      }
    }
    return json;
  }

  private static String label(double point) {
    return point == Math.rint(point) ? "p" + (int) point : "p" + point;
  }
}
