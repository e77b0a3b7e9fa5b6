package swarmline.engine.consensus;

import java.util.List;

/**
 * What a pool's model says of one task, to be decided on by the task's own rules.
 *
 * @param value canonical JSON text of the likeliest value; of values that tie, the first choice
 * @param confidence how likely it is to be right, 0 to 1
 * @param lead how likely it is to be right if one of the two likeliest is, 0.5 to 1
 * @param turns ordinals of the counted answers that it follows from, in order
 */
public record Estimate(String value, double confidence, double lead, List<Integer> turns) {
  public Estimate {
    turns = List.copyOf(turns);
  }
}
