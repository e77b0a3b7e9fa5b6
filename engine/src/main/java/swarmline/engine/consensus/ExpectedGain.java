package swarmline.engine.consensus;

/**
 * How much likelier further answers would make it that a task is decided rightly: the value of
 * information (Howard 1966). One answer often changes no decision though three may, so it is asked
 * of any number of further answers, each at its price (Frazier and Powell 2010, who name that rule
 * KG(*)). Seen as a choice between the two likeliest values, which further answers tell from each
 * other independently.
 */
final class ExpectedGain {
  private ExpectedGain() {}

  /**
   * Whether some number of further answers gains more than it costs.
   *
   * @param estimate what is known now
   * @param room how many further answers there may be
   * @param worth of a right outcome instead of a wrong one, in prices of an answer
   */
  static boolean paysFor(Estimate estimate, int room, double worth) {
    double[] gains = each(estimate.lead(), estimate.insight(), room);
    double either = estimate.confidence() / estimate.lead();
    for (int more = 1; more <= room; more++) {
      if (worth * either * gains[more - 1] > more) {
        return true;
      }
    }
    return false;
  }

  /**
   * By how much the probability of the likelier of two values is expected to grow by 1, 2, …
   * further answers.
   *
   * @param lead its probability now, 0.5 to 1
   * @param insight how likely each answer is to be for the right one of them, 0.5 to 1
   */
  static double[] each(double lead, double insight, int room) {
    var gains = new double[room];
    var first = new double[room + 1];
    var second = new double[room + 1];
    first[0] = lead;
    second[0] = 1 - lead;
    for (int more = 1; more <= room; more++) {
      double right = 0;
      for (int votes = more; votes >= 0; votes--) {
        double one = votes == 0 ? 0 : 1;
        first[votes] = first[votes] * (1 - insight) + one * first[Math.max(votes - 1, 0)] * insight;
        second[votes] =
            second[votes] * insight + one * second[Math.max(votes - 1, 0)] * (1 - insight);
        right += Math.max(first[votes], second[votes]);
      }
      gains[more - 1] = Math.max(right - lead, 0);
    }
    return gains;
  }
}
