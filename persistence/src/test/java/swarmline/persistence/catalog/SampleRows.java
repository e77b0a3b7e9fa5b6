package swarmline.persistence.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.Settlement;

/** What tests of catalogs store: pools and tasks of two tenants. */
final class SampleRows {
  static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456789Z");

  final TenantId acme;
  final TenantId other;
  final PoolId pool;
  final PartitionId whole;

  SampleRows(String tenant) {
    acme = new TenantId(tenant);
    other = new TenantId(tenant + "-2");
    pool = new PoolId(acme, "p0123456789ab");
    whole = new PartitionId(pool, 0, 1);
  }

  NewTask task(String key) {
    return new NewTask(key, "1", 0, null, Set.of(), Set.of());
  }

  TaskId id(long number) {
    return new TaskId(pool, number);
  }

  PoolView pool(PoolId id, long version, PoolStatus status) {
    return new PoolView(id, PoolSpec.named("a pool"), status, 1, version, NOW, NOW);
  }

  TaskRecord record(long number) {
    Assignment assignment =
        new Assignment(
            1,
            "ann",
            NOW,
            NOW.plus(Duration.ofMinutes(10)),
            NOW.plus(Duration.ofMinutes(10)),
            Assignment.Status.APPROVED,
            "\"cat\"",
            true,
            NOW.plusSeconds(3),
            null,
            new Settlement(Settlement.Verdict.APPROVED, 50_000, "USD"),
            true,
            "r-1",
            null,
            null,
            null);
    return new TaskRecord(
        id(number),
        "k" + number,
        OutcomeKind.RESOLVED,
        "\"cat\"",
        1.0,
        null,
        1,
        NOW.plusSeconds(3),
        List.of(assignment),
        true,
        null,
        List.of());
  }

  TaskRecord unsettled(long number) {
    return new TaskRecord(
        id(number),
        null,
        OutcomeKind.CANCELLED,
        null,
        0,
        "cancelled",
        0,
        NOW.plusSeconds(3),
        List.of(),
        false,
        null,
        List.of());
  }

  /**
   * A final task whose only lease expired.
   *
   * @param late the answer that came afterwards; null for none
   */
  TaskRecord expired(long number, String late) {
    var turn =
        new Assignment(
            1,
            "ann",
            NOW,
            NOW.plusSeconds(1),
            NOW.plusSeconds(1),
            Assignment.Status.EXPIRED,
            late,
            false,
            NOW.plusSeconds(1),
            null,
            new Settlement(Settlement.Verdict.EXPIRED, 0, "USD"),
            true,
            null,
            null,
            null,
            late == null ? null : NOW.plusSeconds(9));
    return new TaskRecord(
        id(number),
        null,
        OutcomeKind.CANCELLED,
        null,
        0,
        "cancelled",
        0,
        NOW.plusSeconds(3),
        List.of(turn),
        true,
        null,
        List.of());
  }

  FeedEntry entry(String id) {
    return entry(acme, id);
  }

  FeedEntry entry(TenantId tenant, String id) {
    return new FeedEntry(tenant, id, "task.ended", NOW, "{\"id\":\"" + id + "\"}");
  }

  LedgerEntry ledger(WorkerId worker, long sequence) {
    return new LedgerEntry(
        worker,
        sequence,
        new AssignmentId(id(sequence), 1),
        new Settlement(Settlement.Verdict.APPROVED, 50_000, "USD"),
        NOW);
  }
}
