package swarmline.engine.worker;

import java.time.Instant;
import java.util.List;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.task.Settlement;

/**
 * What happened to a worker. A file format: types and fields are added, never changed or removed.
 */
public sealed interface WorkerEvent {

  /**
   * Assignments taken, settled and forgotten since the last such event; written together, since
   * nobody waits for it.
   */
  record WorkRecorded(List<Taken> taken, List<Settled> settled, List<AssignmentId> forgotten)
      implements WorkerEvent {}

  record QualificationSet(String name, String value, Instant at) implements WorkerEvent {}

  record QualificationRemoved(String name, Instant at) implements WorkerEvent {}

  /**
   * @param pool code of the pool; null for all of the tenant's
   * @param until null for ever
   */
  record RestrictionSet(String pool, String reason, Instant until, Instant at)
      implements WorkerEvent {}

  record RestrictionLifted(String pool, Instant at) implements WorkerEvent {}

  record Taken(AssignmentId assignment, Instant expiresAt) {}

  /**
   * @param sequence position in the worker's ledger, from 1
   */
  record Settled(AssignmentId assignment, Settlement settlement, long sequence, Instant at) {}
}
