package swarmline.loadtest.replay;

import java.util.List;
import java.util.Map;
import swarmline.loadtest.replay.Crowd.Answer;

/**
 * What became of one crowd under one policy in one order of arrival.
 *
 * @param used the answers that the server took, by item, in the order in which it took them
 * @param decisions what the server decided, by item; not there where it has not
 * @param estimates what the server's model makes of each item in the end; empty where it has none
 * @param seconds that took
 */
public record Replayed(
    Crowd crowd,
    Policy policy,
    long seed,
    Map<String, List<Answer>> used,
    Map<String, Decision> decisions,
    Map<String, Decision> estimates,
    double seconds) {

  /**
   * An outcome.
   *
   * @param value empty where the answers settled none
   */
  public record Decision(String outcome, String value, double confidence) {}

  public Replayed {
    used = Map.copyOf(used);
    decisions = Map.copyOf(decisions);
    estimates = Map.copyOf(estimates);
  }

  /** How many answers the server took. */
  public long cost() {
    return used.values().stream().mapToLong(List::size).sum();
  }
}
