package swarmline.loadtest.publish;

/** Task keys that are counted: a name, a dash and nine digits. */
public final class TaskSeries {
  static final int DIGITS = 9;

  private TaskSeries() {}

  /** The key of the series' n-th task. */
  public static String key(String series, long n) {
    String digits = Long.toString(n);
    return series + "-" + "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
  }
}
