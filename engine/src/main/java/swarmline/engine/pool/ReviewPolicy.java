package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a submitted answer comes to be approved or rejected.
 *
 * @param afterSeconds in mode {@code auto}: approved this long after submission unless reviewed
 *     before; 0 approves at once
 */
public record ReviewPolicy(Mode mode, Integer afterSeconds) {
  static final int AFTER_SECONDS_MAX = 90 * 24 * 3600;

  /** Who approves. */
  public enum Mode {
    @JsonProperty("auto")
    AUTO,
    @JsonProperty("manual")
    MANUAL
  }

  public ReviewPolicy {
    mode = Require.orElse(mode, Mode.AUTO);
    afterSeconds = Require.orElse(afterSeconds, 0);
    Require.between("review.afterSeconds", afterSeconds, 0, AFTER_SECONDS_MAX);
  }

  static ReviewPolicy defaults() {
    return new ReviewPolicy(null, null);
  }
}
