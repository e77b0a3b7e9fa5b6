package swarmline.persistence.verification;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import swarmline.persistence.embedded.DataDirectory;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.EmbeddedSettings;
import swarmline.persistence.embedded.LogInspection;
import swarmline.persistence.embedded.StoreFailure;
import swarmline.persistence.embedded.StoreRefused;

/**
 * Reads a whole data directory that no process holds and says what is wrong with it: checksums of
 * all files, every row decodes, sequence numbers have no gaps, the tables agree with each other.
 * Also after {@code kill -9}. Changes nothing.
 */
public final class JournalVerification {
  private JournalVerification() {}

  /**
   * Verifies a directory.
   *
   * @throws StoreRefused where it is in use, is none, or has a newer format
   */
  public static VerificationReport of(Path path) {
    Findings findings = new Findings();
    try (DataDirectory directory = DataDirectory.take(path.toAbsolutePath().normalize())) {
      verifyLogs(directory, findings);
      verifyDatabase(directory, findings);
      return findings.report(directory.path());
    }
  }

  private static void verifyLogs(DataDirectory directory, Findings findings) {
    try {
      List<Path> logs = LogInspection.logs(directory.database());
      for (int i = 0; i < logs.size(); i++) {
        findings.count("log files");
        verifyLog(LogInspection.of(logs.get(i)), i == logs.size() - 1, findings);
      }
    } catch (IOException e) {
      findings.violation(directory.database().toString(), "cannot be read: " + e.getMessage());
    }
  }

  private static void verifyLog(LogInspection log, boolean last, Findings findings) {
    if (log.torn() && last) {
      findings.note(
          log.file()
              + " ends with "
              + (log.length() - log.intact())
              + " bytes of a write that was torn before it was acknowledged; the next start cuts"
              + " them off");
    } else if (!log.whole()) {
      findings.violation(
          log.file() + " after byte " + log.intact(), "the log is corrupt, of " + log.length());
    }
  }

  private static void verifyDatabase(DataDirectory directory, Findings findings) {
    try (Database database =
        Database.openReadOnly(directory.database(), EmbeddedSettings.defaults())) {
      attempt(findings, "table files", database::verifyChecksums);
      attempt(findings, "journal", () -> new JournalChecks(database, findings).run());
      attempt(findings, "catalog", () -> new TaskChecks(database, findings).run());
      attempt(findings, "catalog", () -> new ListChecks(database, findings).run());
    } catch (StoreRefused e) {
      findings.violation(directory.database().toString(), e.getMessage());
    }
  }

  private static void attempt(Findings findings, String where, Runnable check) {
    try {
      check.run();
    } catch (StoreFailure e) {
      findings.violation(where, e.getMessage());
    }
  }
}
