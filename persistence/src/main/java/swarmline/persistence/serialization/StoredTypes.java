package swarmline.persistence.serialization;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.catalog.StoredReply;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.pool.PoolEvent;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskEvent;
import swarmline.engine.worker.WorkerEvent;
import swarmline.engine.worker.WorkerSnapshot;

/** Every type that is stored, with the name under which it is. A name never changes its meaning. */
public final class StoredTypes {

  /**
   * A stored type.
   *
   * @param manifest its name on disk
   */
  public record StoredType(String manifest, Class<?> type) {}

  /** The table: add new types here, and a golden file for each. */
  public static final List<StoredType> ALL =
      List.of(
          new StoredType("task/lease-granted", TaskEvent.LeaseGranted.class),
          new StoredType("task/lease-renewed", TaskEvent.LeaseRenewed.class),
          new StoredType("task/answer-accepted", TaskEvent.AnswerAccepted.class),
          new StoredType("task/answer-recorded", TaskEvent.AnswerRecorded.class),
          new StoredType("task/answer-reviewed", TaskEvent.AnswerReviewed.class),
          new StoredType("task/answer-discounted", TaskEvent.AnswerDiscounted.class),
          new StoredType("task/answer-restored", TaskEvent.AnswerRestored.class),
          new StoredType("task/lease-returned", TaskEvent.LeaseReturned.class),
          new StoredType("task/lease-skipped", TaskEvent.LeaseSkipped.class),
          new StoredType("task/lease-expired", TaskEvent.LeaseExpired.class),
          new StoredType("task/lease-revoked", TaskEvent.LeaseRevoked.class),
          new StoredType("task/settlements-applied", TaskEvent.SettlementsApplied.class),
          new StoredType("task/redundancy-set", TaskEvent.RedundancySet.class),
          new StoredType("task/priority-set", TaskEvent.PrioritySet.class),
          new StoredType("task/ended", TaskEvent.TaskEnded.class),
          new StoredType("task/reopened", TaskEvent.TaskReopened.class),
          new StoredType("task/reconsidered", TaskEvent.TaskReconsidered.class),
          new StoredType("task/gold-corrected", TaskEvent.GoldCorrected.class),
          new StoredType("task/settlement-adjusted", TaskEvent.SettlementAdjusted.class),
          new StoredType("worker/work-recorded", WorkerEvent.WorkRecorded.class),
          new StoredType("worker/qualification-set", WorkerEvent.QualificationSet.class),
          new StoredType("worker/qualification-removed", WorkerEvent.QualificationRemoved.class),
          new StoredType("worker/restriction-set", WorkerEvent.RestrictionSet.class),
          new StoredType("worker/restriction-lifted", WorkerEvent.RestrictionLifted.class),
          new StoredType("worker/rule-fired", WorkerEvent.RuleFired.class),
          new StoredType("worker/firing-withdrawn", WorkerEvent.FiringWithdrawn.class),
          new StoredType("worker/snapshot", WorkerSnapshot.class),
          new StoredType("pool/created", PoolEvent.PoolCreated.class),
          new StoredType("pool/spec-changed", PoolEvent.PoolSpecChanged.class),
          new StoredType("pool/status-changed", PoolEvent.PoolStatusChanged.class),
          new StoredType("catalog/pool", PoolView.class),
          new StoredType("catalog/task", TaskDefinition.class),
          new StoredType("catalog/record", TaskRecord.class),
          new StoredType("catalog/ledger-entry", LedgerEntry.class),
          new StoredType("catalog/feed-entry", FeedEntry.class),
          new StoredType("catalog/reply", StoredReply.class));

  private static final Map<Class<?>, StoredType> BY_CLASS =
      ALL.stream().collect(Collectors.toUnmodifiableMap(StoredType::type, Function.identity()));

  private static final Map<String, StoredType> BY_MANIFEST =
      ALL.stream().collect(Collectors.toUnmodifiableMap(StoredType::manifest, Function.identity()));

  private StoredTypes() {}

  /** The type of a value, which must be in the table. */
  public static StoredType of(Object value) {
    StoredType type = BY_CLASS.get(value.getClass());
    if (type == null) {
      throw new IllegalArgumentException(
          value.getClass().getName() + " is not in the table of stored types");
    }
    return type;
  }

  /** The type of a name, which must be in the table. */
  public static StoredType named(String manifest) {
    StoredType type = BY_MANIFEST.get(manifest);
    if (type == null) {
      throw new IllegalArgumentException(
          "\"" + manifest + "\" names no stored type; was it written by a newer version?");
    }
    return type;
  }
}
