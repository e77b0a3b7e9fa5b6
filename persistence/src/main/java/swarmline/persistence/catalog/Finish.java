package swarmline.persistence.catalog;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.id.PoolId;
import swarmline.persistence.embedded.Commit;
import swarmline.persistence.embedded.FeedRow;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Retention;
import swarmline.persistence.embedded.Rows;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.serialization.StoredCodec;

/**
 * Records of a pool's tasks, encoded, which take their positions when they are committed. The
 * journals of those that are settled are noted for removal together.
 */
final class Finish implements Consumer<Commit> {
  private final PoolId pool;
  private final List<Ended> ended;
  private final Duration keepJournals;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Ended(TaskRecord record, byte[] bytes) {}

  Finish(PoolId pool, List<TaskRecord> records, Duration keepJournals) {
    this.pool = pool;
    this.ended = records.stream().map(r -> new Ended(r, StoredCodec.encode(r))).toList();
    this.keepJournals = keepJournals;
  }

  int size() {
    return 2 * ended.stream().mapToInt(e -> e.bytes().length).sum();
  }

  @Override
  public void accept(Commit commit) {
    long due = Retention.due(commit.now(), keepJournals);
    List<Long> settled = new ArrayList<>(ended.size());
    for (Ended each : ended) {
      if (end(commit, each, due)) {
        settled.add(each.record().task().number());
      }
    }
    if (!settled.isEmpty()) {
      ByteBuffer numbers = ByteBuffer.allocate(settled.size() * Long.BYTES);
      settled.forEach(numbers::putLong);
      byte[] subject = Keys.inPool(pool, commit.nextOrder());
      commit.put(Table.RETENTION, Retention.TASK_JOURNALS.key(due, subject), numbers.array());
    }
  }

  /** Whether the task is settled by this. */
  private boolean end(Commit commit, Ended ended, long due) {
    TaskRecord record = ended.record();
    byte[] task = Keys.task(record.task());
    byte[] stored = commit.current(Table.RECORDS, task);
    RecordRow before = stored == null ? null : RecordRow.of(stored);
    if (before != null && before.settled()) {
      addLateAnswers(commit, task, before, record);
      return false;
    }
    long order = before == null ? commit.nextOrder() : before.order();
    long gone = record.settled() ? due : RecordRow.UNSETTLED;
    commit.put(Table.RECORDS, task, new RecordRow(gone, order, ended.bytes()).bytes());
    Rows rows = commit.rows();
    if (before == null) {
      byte[] number = Keys.number(record.task().number());
      rows.put(Table.ORDER, Keys.inPool(record.task().pool(), order), number);
      say(commit, ended);
    }
    if (record.settled()) {
      rows.delete(Table.OPEN, task);
    }
    return record.settled();
  }

  /** A final record stays as it is, but for answers that were kept though they came late. */
  private static void addLateAnswers(
      Commit commit, byte[] task, RecordRow before, TaskRecord record) {
    TaskRecord stored = StoredCodec.decode(TaskRecord.class, before.record());
    TaskRecord fuller = stored.withLateAnswersOf(record);
    if (!fuller.equals(stored)) {
      byte[] bytes = StoredCodec.encode(fuller);
      commit.put(Table.RECORDS, task, new RecordRow(before.due(), before.order(), bytes).bytes());
    }
  }

  private static void say(Commit commit, Ended ended) {
    TaskRecord record = ended.record();
    byte[] key = Keys.inTenant(record.task().pool().tenant(), commit.nextFeed());
    long at = record.at().toEpochMilli();
    commit.rows().put(Table.FEED, key, FeedRow.ofRecord(at, ended.bytes()).bytes());
  }
}
