package swarmline.api.demo;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import swarmline.api.demo.Texts.Text;

/**
 * How a simulated worker works. One in eight is careless.
 *
 * @param accuracy share of easy texts it labels right
 * @param pace mean time from task to answer
 */
record Care(double accuracy, Duration pace) {
  private static final double CARELESS = 0.125;
  private static final double CARELESS_ACCURACY = 0.45;
  private static final double ACCURACY_MIN = 0.80;
  private static final double ACCURACY_SPAN = 0.18;

  /** Of a hard text, this share of what would be right is. */
  private static final double ON_HARD = 0.75;

  private static final long PACE_MIN_MILLIS = 250;
  private static final long PACE_SPAN_MILLIS = 700;

  static Care random(RandomGenerator random) {
    double accuracy =
        random.nextDouble() < CARELESS
            ? CARELESS_ACCURACY
            : ACCURACY_MIN + ACCURACY_SPAN * random.nextDouble();
    return new Care(
        accuracy, Duration.ofMillis(PACE_MIN_MILLIS + random.nextLong(PACE_SPAN_MILLIS)));
  }

  /**
   * @param text null for one that nobody made, which is labelled by chance
   */
  Label label(Text text, RandomGenerator random) {
    List<Label> labels = List.of(Label.values());
    if (text == null) {
      return labels.get(random.nextInt(labels.size()));
    }
    if (random.nextDouble() < accuracy * (text.hard() ? ON_HARD : 1)) {
      return text.truth();
    }
    return text.truth().other(1 + random.nextInt(labels.size() - 1));
  }

  /** Between half and one and a half of the pace. */
  Duration think(RandomGenerator random) {
    return Duration.ofMillis((long) (pace.toMillis() * (0.5 + random.nextDouble())));
  }
}
