package swarmline.engine.consensus;

import java.util.List;

/**
 * What a pool's model says of one task, to be decided on by the task's own rules.
 *
 * @param value canonical JSON text of the likeliest value; of values that tie, the first choice
 * @param confidence how likely it is to be right, 0 to 1; where answers are counted by weights, the
 *     share that agrees with it
 * @param lead how likely it is to be right if one of the two likeliest is, 0.5 to 1
 * @param insight how likely an answer of a typical worker is to be for the right one of those two,
 *     0.5 to 1
 * @param votes the answers counted by weights; null where the model says how likely values are
 * @param turns ordinals of the counted answers that it follows from, in order
 */
public record Estimate(
    String value,
    double confidence,
    double lead,
    double insight,
    Aggregate votes,
    List<Integer> turns) {
  public Estimate {
    turns = List.copyOf(turns);
  }

  /** The same of answers with these ordinals. */
  public Estimate following(List<Integer> ordinals) {
    return new Estimate(value, confidence, lead, insight, votes, ordinals);
  }

  /** By votes that weigh. */
  public static Estimate of(Aggregate votes, List<Integer> turns) {
    double two = votes.votes() + votes.runnerUp();
    return new Estimate(votes.value(), votes.agreement(), votes.votes() / two, 0.5, votes, turns);
  }
}
