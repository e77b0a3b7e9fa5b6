package swarmline.loadtest.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import swarmline.loadtest.replay.Crowd.Answer;

/**
 * What became of one crowd under one policy in one order of arrival.
 *
 * @param golds items whose truth the server was told; they are not scored
 * @param used the answers that the server took, by item, in the order in which it took them
 * @param decisions what the server decided, by item; not there where it has not
 * @param estimates what the server's model makes of each item in the end; empty where it has none
 * @param seconds that took
 */
public record Replayed(
    Crowd crowd,
    Policy policy,
    long seed,
    Set<String> golds,
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
    golds = Set.copyOf(golds);
    used = Map.copyOf(used);
    decisions = Map.copyOf(decisions);
    estimates = Map.copyOf(estimates);
  }

  /** The truth of the items by which the server is judged: those that it was not told. */
  public Map<String, String> truth() {
    var rest = new HashMap<>(crowd.truth());
    rest.keySet().removeAll(golds);
    return rest;
  }

  /** How many answers the server took. */
  public long cost() {
    return used.values().stream().mapToLong(List::size).sum();
  }
}
