package swarmline.engine.worker;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import swarmline.engine.consensus.crowd.Accuracy;
import swarmline.engine.pool.Requirement;
import swarmline.engine.quality.Measured;

/**
 * What dispatch needs to know of a worker to say whether a pool's tasks may be offered to it.
 *
 * @param restrictions those in force
 * @param done assignments answered, by code of the pool
 * @param heldElsewhere live leases in other slices of the pool that is asked, those on their way
 *     included
 * @param measured what its latest work says of it, where the pool requires something of that
 * @param trust how likely it is to be right, where its answer alone is enough; else null
 */
public record WorkerProfile(
    Map<String, String> qualifications,
    List<Restriction> restrictions,
    Map<String, Integer> done,
    int heldElsewhere,
    List<Measured> measured,
    Double trust) {

  /** For a pool that asks nothing of the worker's latest work. */
  public WorkerProfile(
      Map<String, String> qualifications,
      List<Restriction> restrictions,
      Map<String, Integer> done,
      int heldElsewhere) {
    this(qualifications, restrictions, done, heldElsewhere, List.of(), null);
  }

  /** What the worker's latest work says of what is required; null where it says nothing. */
  public Accuracy measured(Requirement requirement) {
    return measured.stream()
        .filter(one -> one.requirement().equals(requirement))
        .map(Measured::accuracy)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
