package swarmline.loadtest.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.loadtest.EndingsTest;
import swarmline.loadtest.worker.LatencyInterval;
import swarmline.loadtest.worker.Roster;
import swarmline.loadtest.worker.Timing;

class JoinedRunTest {
  @TempDir private Path directory;

  @Test
  void generatorsInSeveralProcessesMakeOneRunWithOneHistory() throws Exception {
    Path json = directory.resolve("report.json");
    Process load =
        EndingsTest.start(
            List.of(),
            List.of(
                "--generators", "3",
                "--tasks", "2000",
                "--workers", "10",
                "--redundancy", "2",
                "--json", json.toString()));
    String said = new String(load.getInputStream().readAllBytes(), UTF_8);

    assertThat(load.waitFor()).as(said).isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.path("cycles").asLong()).isEqualTo(4_000);
    assertThat(report.path("latencyMillis").path("answer").path("count").asLong()).isEqualTo(4_000);
    assertThat(report.path("audit").path("measures").path("accepted").asLong()).isEqualTo(4_000);
    assertThat(report.path("audit").path("passed").asBoolean()).isTrue();
    assertThat(report.path("settings").path("generators").asInt()).isEqualTo(3);
  }

  @Test
  void distributionsAreTheSameAfterTheirJourney() {
    LatencyInterval one = LatencyInterval.empty();
    LatencyInterval two = LatencyInterval.empty();
    for (int i = 1; i <= 10_000; i++) {
      (i % 3 == 0 ? one : two).of(Timing.CLAIM).recordValue(i);
    }

    LatencyInterval merged = LatencyInterval.decoded(one.encoded());
    merged.add(LatencyInterval.decoded(two.encoded()));

    Histogram claim = merged.of(Timing.CLAIM);
    assertThat(claim.getTotalCount()).isEqualTo(10_000);
    assertThat(claim.getValueAtPercentile(99)).isCloseTo(9_900, within(10L));
    assertThat(merged.of(Timing.PUSH).getTotalCount()).isZero();
  }

  @Test
  void workersAreSharedOutEvenlyAndNoneTwice() {
    assertThat(new Roster("w", 5, 11).parts(3))
        .containsExactly(new Roster("w", 5, 4), new Roster("w", 9, 4), new Roster("w", 13, 3));
  }
}
