package swarmline.engine.quality;

import java.util.List;
import java.util.Map;
import swarmline.engine.consensus.crowd.Accuracy;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.Requirement;

/**
 * What a worker's latest work says of it where a requirement asks for that.
 *
 * @param accuracy null where there is too little of such work to say anything
 */
public record Measured(Requirement requirement, Accuracy accuracy) {
  /** Answers below which a worker is not known: one slip at the start is no evidence. */
  static final int ANSWERS_MIN = 5;

  /**
   * For each requirement of a pool that is about remembered work.
   *
   * @param pool its code
   * @param standings what the worker's work showed, by code of the pool
   */
  public static List<Measured> of(PoolSpec spec, String pool, Map<String, Standing> standings) {
    if (spec.requires().isEmpty()) {
      return List.of();
    }
    return spec.requires().stream()
        .filter(Requirement::asksRememberedWork)
        .map(
            requirement -> {
              String where = requirement.pool() == null ? pool : requirement.pool();
              Standing standing = standings.getOrDefault(where, Standing.NEW);
              return new Measured(requirement, known(requirement.measure(), standing));
            })
        .toList();
  }

  private static Accuracy known(Requirement.Measure measure, Standing standing) {
    Accuracy accuracy =
        measure == Requirement.Measure.GOLD_ACCURACY
            ? RecentWork.goldAccuracy(standing)
            : RecentWork.agreement(standing);
    return accuracy == null || accuracy.answers() < ANSWERS_MIN ? null : accuracy;
  }
}
