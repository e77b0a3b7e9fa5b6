package swarmline.loadtest.kill;

import java.nio.file.Path;
import java.time.Duration;
import swarmline.loadtest.audit.Findings;
import swarmline.loadtest.run.RunReport;

/**
 * What came of it.
 *
 * @param kills that were made
 * @param slowestStart longest time from a start to being ready
 */
public record KillResult(
    RunReport report, Findings findings, int kills, Duration slowestStart, Path history) {}
