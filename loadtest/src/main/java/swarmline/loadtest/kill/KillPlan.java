package swarmline.loadtest.kill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import swarmline.loadtest.run.RunSettings;

/**
 * How often a server is killed, and under what load.
 *
 * @param directory for the data and the history
 * @param aliveMax longest time from being ready to being killed
 * @param killedWhileStarting share of the starts that are killed before they are ready
 * @param lateMax how late 99 of 100 leases may end, counted from the server's return
 * @param load with neither length nor number of tasks: it ends after the last kill
 * @param serverOptions of the server's virtual machine
 */
public record KillPlan(
    Path jar,
    Path directory,
    int kills,
    Duration aliveMax,
    double killedWhileStarting,
    Duration lateMax,
    RunSettings load,
    List<String> serverOptions) {
  public KillPlan {
    serverOptions = List.copyOf(serverOptions);
  }
}
