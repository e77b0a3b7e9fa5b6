package swarmline.loadtest.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import swarmline.loadtest.run.RunSettings;

/**
 * What is done to a server, how often, and under what load.
 *
 * @param directory for the data and the history
 * @param faults how often each is made; the order follows from the load's seed
 * @param quietMax longest time of undisturbed work before a fault
 * @param length longest time that a pause, a cut, a full disk or a wrong clock lasts
 * @param killedWhileStarting share of the starts that are killed before they are ready
 * @param lateMax how late 99 of 100 leases may end, counted from the server's return
 * @param load with neither length nor number of tasks: it ends after the last fault
 * @param serverOptions of the server's virtual machine
 */
public record ChaosPlan(
    Path jar,
    Path directory,
    Map<FaultKind, Integer> faults,
    Duration quietMax,
    Duration length,
    double killedWhileStarting,
    Duration lateMax,
    RunSettings load,
    List<String> serverOptions) {
  public ChaosPlan {
    faults = new EnumMap<>(faults);
    serverOptions = List.copyOf(serverOptions);
  }

  boolean has(FaultKind kind) {
    return faults.getOrDefault(kind, 0) > 0;
  }

  /** Every fault in the order in which it is made. */
  List<FaultKind> order() {
    List<FaultKind> order = new ArrayList<>();
    faults.forEach((kind, count) -> order.addAll(Collections.nCopies(count, kind)));
    Collections.shuffle(order, new Random(load.seed()));
    return order;
  }
}
