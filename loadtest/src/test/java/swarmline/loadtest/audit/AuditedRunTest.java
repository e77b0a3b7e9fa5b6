package swarmline.loadtest.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swarmline.loadtest.fake.FakeServer;
import swarmline.loadtest.fake.Fault;
import swarmline.loadtest.fake.Runs;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.run.Run;
import swarmline.loadtest.worker.Behaviour;

/** A real run over real sockets against a server that does one thing wrong. */
class AuditedRunTest {
  @TempDir private Path directory;

  @Test
  void aServerThatDoesAllWellPasses() throws Exception {
    assertThat(audited().kept()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "LOSE_LEASE, ToldLeases",
    "LOSE_ANSWER, AcceptedAnswers",
    "NOT_COUNT, AcceptedAnswers",
    "OVER_ASSIGN, OverAssignment",
    "END_TWICE, Outcomes",
    "UNPAID, Ledgers",
    "PAY_TWICE, Ledgers",
    "MISCOUNT, LedgerSums"
  })
  void aServerThatDoesOneThingWrongIsFoundOut(Fault fault, String rule) throws Exception {
    assertThat(audited(fault).counts()).containsKey(rule);
  }

  private Findings audited(Fault... faults) throws Exception {
    Path path = directory.resolve("history");
    try (FakeServer server = FakeServer.start(faults);
        HistoryFile history = HistoryFile.create(path)) {
      Run run = Runs.of(server.target(), Runs.settings(200, 2, Behaviour.EAGER), history);
      assertThat(run.execute().trouble()).isEmpty();
      run.readTruth();
    }
    return Audit.of(Evidence.of(path));
  }
}
