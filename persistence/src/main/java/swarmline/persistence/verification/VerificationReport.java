package swarmline.persistence.verification;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a verification saw.
 *
 * @param counts how many there are of each kind of row, in the order in which they were read
 * @param notes what is unusual and harmless
 * @param violations what is wrong, at most {@value #VIOLATIONS_LISTED}
 * @param violationCount how much is wrong in all
 */
public record VerificationReport(
    Path directory,
    Map<String, Long> counts,
    List<String> notes,
    List<Violation> violations,
    long violationCount) {
  /** Violations that are listed; the others are only counted. */
  public static final int VIOLATIONS_LISTED = 1_000;

  /**
   * Something that is not as it was written.
   *
   * @param where file and byte, or table and key
   */
  public record Violation(String where, String what) {
    @Override
    public String toString() {
      return where + ": " + what;
    }
  }

  /** Whether nothing is wrong. */
  public boolean clean() {
    return violationCount == 0;
  }
}
