package swarmline.engine.worker;

import java.util.List;
import java.util.Map;

/**
 * What dispatch needs to know of a worker to say whether a pool's tasks may be offered to it.
 *
 * @param restrictions those in force
 * @param done assignments answered, by code of the pool
 * @param heldElsewhere live leases in other slices of the pool that is asked, those on their way
 *     included
 */
public record WorkerProfile(
    Map<String, String> qualifications,
    List<Restriction> restrictions,
    Map<String, Integer> done,
    int heldElsewhere) {}
