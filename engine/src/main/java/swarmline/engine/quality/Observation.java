package swarmline.engine.quality;

/**
 * What one assignment showed of its worker, beside how it ended. Stored with the settlement.
 *
 * @param millis from the lease to its end
 * @param answer stands for the answer's text, equal where that is; null where there is none
 * @param right whether it is the right one; null where that is not known, or there is none
 */
public record Observation(long millis, Long answer, Boolean right) {

  /** A number that stands for a text; two texts share one hardly ever (FNV-1a, 64 bits). */
  public static long of(String text) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }
}
