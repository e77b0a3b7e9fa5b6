package swarmline.persistence.verification;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.verification.VerificationReport.Violation;

/** What the checks have found so far. */
final class Findings {
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private long violationCount;

  void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  void note(String text) {
    notes.add(text);
  }

  void violation(String where, String what) {
    violationCount++;
    if (violations.size() < VerificationReport.VIOLATIONS_LISTED) {
      violations.add(new Violation(where, what));
    }
  }

  void violation(Table table, byte[] key, String what) {
    violation(table.label() + " " + text(key), what);
  }

  /** Decodes, or says what could not be. */
  boolean decodes(Table table, byte[] key, Runnable decode) {
    try {
      decode.run();
      return true;
    } catch (RuntimeException e) {
      violation(table, key, "cannot be decoded: " + e.getMessage());
      return false;
    }
  }

  VerificationReport report(Path directory) {
    return new VerificationReport(directory, counts, notes, violations, violationCount);
  }

  /** A key as one can read it: what is not ASCII as hexadecimal digits. */
  private static String text(byte[] key) {
    StringBuilder text = new StringBuilder();
    for (byte b : key) {
      if (b > ' ' && b < 0x7f && b != '\\') {
        text.append(new String(new byte[] {b}, StandardCharsets.US_ASCII));
      } else {
        text.append(String.format("\\%02x", b));
      }
    }
    return text.toString();
  }
}
