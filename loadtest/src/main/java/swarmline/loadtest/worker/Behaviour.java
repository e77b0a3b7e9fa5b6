package swarmline.loadtest.worker;

import java.time.Duration;

/**
 * How workers act on what they are handed.
 *
 * @param think mean time from task to answer; each is half to one and a half of it
 * @param abandon share of the tasks never answered
 * @param giveBack share of the tasks returned
 * @param accuracy share of the answers that are the task's true one
 */
public record Behaviour(Duration think, double abandon, double giveBack, double accuracy) {
  /** Answers all, at once and truly. */
  public static final Behaviour EAGER = new Behaviour(Duration.ZERO, 0, 0, 1);
}
