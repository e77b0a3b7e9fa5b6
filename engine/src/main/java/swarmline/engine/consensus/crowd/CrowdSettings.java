package swarmline.engine.consensus.crowd;

/**
 * What a crowd model assumes before it has seen an answer, and how much it does for each. Strengths
 * are counts: of answers, or of items.
 *
 * @param oneCoin share of the one-coin view, in which a worker has one accuracy for all classes, in
 *     each worker's matrix: 0 for full confusion matrices, 1 for one coin
 * @param rowStrength answers that the crowd's row weighs in each row of a worker's matrix
 * @param abilityStrength answers that the crowd's accuracy weighs in a worker's
 * @param crowdStrength answers of each class that the crowd's matrix starts with
 * @param crowdAccuracy share of those that are right, between 0 and 1
 * @param shareStrength items of each class before there are any
 * @param dependence whether workers who err alike count as fewer
 * @param pairStrength how many shared answers, as the variance of their errors, speak for the
 *     independence of two workers before they share any
 * @param heating by how much of itself confidence (as log odds) falls where dependence is strong,
 *     beyond what its discount took: errors that workers share hide in the posterior; 0 to below 1
 * @param heatingAt the excess of dependent answers at which half of that is reached
 * @param revisits items estimated anew for each answer that comes
 */
public record CrowdSettings(
    double oneCoin,
    double rowStrength,
    double abilityStrength,
    double crowdStrength,
    double crowdAccuracy,
    double shareStrength,
    boolean dependence,
    double pairStrength,
    double heating,
    double heatingAt,
    int revisits) {

  public CrowdSettings {
    require(oneCoin >= 0 && oneCoin <= 1, "oneCoin must be 0 to 1");
    require(crowdAccuracy > 0 && crowdAccuracy < 1, "crowdAccuracy must be between 0 and 1");
    require(
        rowStrength > 0
            && abilityStrength > 0
            && crowdStrength > 0
            && shareStrength > 0
            && pairStrength > 0
            && heatingAt > 0,
        "strengths must be above 0");
    require(heating >= 0 && heating < 1, "heating must be at least 0 and below 1");
    require(revisits >= 0, "revisits must be at least 0");
  }

  /** The one setting that is served, and that every published figure is of. */
  public static CrowdSettings standard() {
    return new CrowdSettings(0.3, 2, 2, 10, 0.7, 60, true, 8, 0.66, 0.14, 12);
  }

  /** Dawid and Skene's model as it is, but for a start that has to come from somewhere. */
  public static CrowdSettings dawidSkene() {
    return new CrowdSettings(0, 0.1, 2, 10, 0.7, 1, false, 1, 0, 1, 8);
  }

  /** One accuracy for each worker, classes as frequent as each other. */
  public static CrowdSettings oneCoin(double abilityStrength) {
    return new CrowdSettings(1, 1, abilityStrength, 10, 0.7, 1e9, false, 1, 0, 1, 8);
  }

  private static void require(boolean met, String what) {
    if (!met) {
      throw new IllegalArgumentException(what);
    }
  }
}
