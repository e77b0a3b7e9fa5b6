package swarmline.loadtest.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import swarmline.loadtest.audit.ConsensusFacts;
import swarmline.loadtest.audit.Findings;
import swarmline.loadtest.run.RunReport;

/**
 * What came of it.
 *
 * @param findings null where it was interrupted, as are the facts
 * @param made how often each fault was made
 * @param skipped why faults that were asked for could not be made here
 * @param slowestStart longest time from a start to being ready
 * @param serverVersion as the server says
 */
public record ChaosResult(
    RunReport report,
    Findings findings,
    ConsensusFacts consensus,
    Map<FaultKind, Integer> made,
    List<String> skipped,
    Duration slowestStart,
    String serverVersion,
    Path history) {
  public ChaosResult {
    made = new EnumMap<>(made);
    skipped = List.copyOf(skipped);
  }
}
