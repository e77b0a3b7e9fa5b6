package swarmline.engine.worker;

import java.time.Instant;
import java.util.List;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.pool.Consequence;
import swarmline.engine.pool.QualityRule;
import swarmline.engine.quality.Agreement;
import swarmline.engine.quality.Observation;
import swarmline.engine.task.Settlement;

/**
 * What happened to a worker. A file format: types and fields are added, never changed or removed.
 */
public sealed interface WorkerEvent {

  /**
   * Assignments taken, settled and forgotten since the last such event; written together, since
   * nobody waits for it.
   *
   * @param agreements what outcomes say of its answers; null where there is no news of them
   * @param carriedOut what rules made of the worker up to then has come to pass; null where that is
   *     no news
   */
  record WorkRecorded(
      List<Taken> taken,
      List<Settled> settled,
      List<AssignmentId> forgotten,
      List<Agreement> agreements,
      Instant carriedOut)
      implements WorkerEvent {
    /** Without news of outcomes. */
    public WorkRecorded(List<Taken> taken, List<Settled> settled, List<AssignmentId> forgotten) {
      this(taken, settled, forgotten, null, null);
    }
  }

  record QualificationSet(String name, String value, Instant at) implements WorkerEvent {}

  record QualificationRemoved(String name, Instant at) implements WorkerEvent {}

  /**
   * @param pool code of the pool; null for all of the tenant's
   * @param until null for ever
   */
  record RestrictionSet(String pool, String reason, Instant until, Instant at)
      implements WorkerEvent {}

  /**
   * @param pool code of the pool; null for more than one
   * @param project all pools of which; null for one, or for all of the tenant's
   */
  record RestrictionLifted(String pool, Instant at, String project) implements WorkerEvent {}

  /**
   * A rule of a pool applied to the worker; one event for each consequence.
   *
   * @param pool code of the pool whose rule it is
   * @param reason what the rule collects
   * @param hits how many it found
   * @param of among how many
   * @param project whose pools the worker is kept from; null where it is not that
   * @param until when a restriction ends; null for never, and where there is none
   * @param since the last sign of the worker's work that the rule had not to look at; null where it
   *     was stored before that was kept
   * @param upTo the last one that it looked at; null as {@code since}
   * @param withdrawnAt when it was found not to apply after all; of what a worker's state remembers
   *     only, null in the event
   */
  record RuleFired(
      String pool,
      String rule,
      QualityRule.Collect reason,
      int hits,
      int of,
      Consequence consequence,
      String project,
      Instant until,
      Instant at,
      Long since,
      Long upTo,
      Instant withdrawnAt)
      implements WorkerEvent {

    /** When something was last made of it: it applied, or was withdrawn. */
    public Instant latest() {
      return withdrawnAt == null ? at : withdrawnAt;
    }

    /** Whether others are asked instead of the worker. */
    public boolean replaces() {
      return consequence.action() == Consequence.Action.REPLACE_ANSWERS;
    }

    RuleFired withdrawn(Instant when) {
      return new RuleFired(
          pool, rule, reason, hits, of, consequence, project, until, at, since, upTo, when);
    }
  }

  /**
   * A rule would not have applied, as is known now that a gold's truth was corrected: what followed
   * from it is taken back, but for answers whose place others have taken.
   *
   * @param firedAt the moment of the firing, all of whose consequences are meant
   */
  record FiringWithdrawn(String pool, String rule, Instant firedAt, Instant at)
      implements WorkerEvent {}

  record Taken(AssignmentId assignment, Instant expiresAt) {}

  /**
   * @param sequence position in the worker's ledger, from 1
   * @param seen what it showed of the worker; null in pools that do not keep that
   */
  record Settled(
      AssignmentId assignment, Settlement settlement, long sequence, Instant at, Observation seen) {
    /** In a pool that keeps nothing of its workers' work. */
    public Settled(AssignmentId assignment, Settlement settlement, long sequence, Instant at) {
      this(assignment, settlement, sequence, at, null);
    }
  }
}
