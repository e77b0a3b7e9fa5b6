package swarmline.loadtest.worker;

import java.util.List;
import swarmline.loadtest.server.Target;

/**
 * What every worker of a run is told to do.
 *
 * @param capacity assignments each holds at once
 * @param pools it works on
 */
public record Orders(
    Target target, int capacity, List<String> pools, Behaviour behaviour, Answers answers) {}
