package swarmline.persistence.migration;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.catalog.StoredReply;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.cassandra.CassandraImport;
import swarmline.persistence.cassandra.CassandraSettings;
import swarmline.persistence.catalog.FeedContent;
import swarmline.persistence.catalog.OpenRow;
import swarmline.persistence.catalog.RecordRow;
import swarmline.persistence.embedded.DataDirectory;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.EmbeddedSettings;
import swarmline.persistence.embedded.FeedRow;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.StoreRefused;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.journal.StoredEvent;
import swarmline.persistence.serialization.StoredCodec;
import swarmline.persistence.serialization.StoredTypes;
import swarmline.persistence.verification.JournalVerification;
import swarmline.persistence.verification.VerificationReport;

/**
 * All that is in a data directory being copied into an empty keyspace, while no server runs on
 * either. The directory is verified first and stays as it is. Not thread-safe; blocks.
 */
public final class Migration {
  /** Rows between two words of how far it is. */
  private static final long WORD_EVERY = 50_000;

  /** Definitions that are given together, so that their keys go together. */
  private static final int TOGETHER = 128;

  /** Events of a task in one row. */
  private static final int EVENTS_MAX = 100;

  private final Database from;
  private final CassandraImport to;
  private final Progress progress;
  private long rows;

  /** Hears how far it is. */
  public interface Progress {
    /**
     * @param rows read so far of this table
     */
    void read(String table, long rows);
  }

  private Migration(Database from, CassandraImport to, Progress progress) {
    this.from = from;
    this.to = to;
    this.progress = progress;
  }

  /**
   * Copies a directory.
   *
   * @return rows written, by Cassandra's table; as many are there
   * @throws StoreRefused where something is wrong with the directory, or the keyspace cannot be
   *     filled; the message says what to do
   */
  public static Map<String, Long> of(Path path, CassandraSettings settings, Progress progress) {
    VerificationReport found = JournalVerification.of(path);
    if (!found.clean()) {
      throw new StoreRefused(
          found.violationCount()
              + " things are wrong in "
              + path
              + "; nothing was copied. Run: swarmline journal verify --data "
              + path);
    }
    try (DataDirectory directory = DataDirectory.take(path.toAbsolutePath().normalize());
        Database database =
            Database.openReadOnly(directory.database(), EmbeddedSettings.defaults());
        CassandraImport filled = CassandraImport.into(settings)) {
      return new Migration(database, filled, progress).run();
    }
  }

  private Map<String, Long> run() {
    copy(Table.POOLS, this::pool);
    tasks();
    copy(Table.OPEN, this::open);
    copy(Table.ORDER, this::ended);
    journals();
    snapshots();
    copy(Table.LEDGER, (key, value) -> to.ledger(StoredCodec.decode(LedgerEntry.class, value)));
    copy(Table.FEED, this::feed);
    copy(Table.REPLIES, this::reply);
    return to.finish();
  }

  private interface Row {
    void copy(byte[] key, byte[] value);
  }

  private void copy(Table table, Row row) {
    rows = 0;
    from.scan(
        table,
        null,
        null,
        (key, value) -> {
          row.copy(key, value);
          rows++;
          if (rows % WORD_EVERY == 0) {
            progress.read(table.label(), rows);
          }
          return true;
        });
    progress.read(table.label(), rows);
  }

  private void pool(byte[] key, byte[] value) {
    PoolView pool = StoredCodec.decode(PoolView.class, value, Long.BYTES);
    to.pool(pool);
    for (PartitionId slice : pool.slices()) {
      byte[] last = from.get(Table.META, Keys.lastPosition(slice));
      if (last != null) {
        to.lastPosition(slice, Keys.number(last));
      }
    }
  }

  private void tasks() {
    List<TaskDefinition> together = new ArrayList<>();
    copy(
        Table.TASKS,
        (key, value) -> {
          TaskDefinition task = StoredCodec.decode(TaskDefinition.class, value);
          if (together.size() == TOGETHER) {
            to.definitions(together);
            together.clear();
          }
          together.add(task);
        });
    to.definitions(together);
  }

  private void open(byte[] key, byte[] value) {
    TaskId task = Keys.taskAt(key);
    to.open(task, value, OpenRow.read(task.number(), value).touched());
  }

  private void ended(byte[] key, byte[] value) {
    byte[] record = from.get(Table.RECORDS, Keys.taskOfKey(key, Keys.number(value)));
    to.record(RecordRow.recordOf(record));
  }

  /** Events of one entity follow each other; those of a task go together. */
  private void journals() {
    Map<TaskId, List<TaskEvent>> waiting = new HashMap<>();
    long[] first = {0};
    copy(
        Table.JOURNAL,
        (key, value) -> {
          long number = Keys.number(key);
          if (number == 0) {
            return; // says how far events were removed, which the snapshot says too
          }
          String entity = idOf(key);
          StoredEvent event = StoredEvent.of(value);
          TaskId task = PersistenceIds.taskOf(entity).orElse(null);
          if (task == null) {
            to.event(entity, number, event);
            return;
          }
          if (!waiting.containsKey(task) || waiting.get(task).size() == EVENTS_MAX) {
            give(waiting, first[0]);
            waiting.put(task, new ArrayList<>());
            first[0] = number;
          }
          waiting.get(task).add(taskEvent(event));
        });
    give(waiting, first[0]);
  }

  private void give(Map<TaskId, List<TaskEvent>> waiting, long first) {
    waiting.forEach((task, events) -> to.events(task, first, events));
    waiting.clear();
  }

  private static TaskEvent taskEvent(StoredEvent event) {
    return (TaskEvent)
        StoredCodec.decode(StoredTypes.named(event.manifest()).type(), event.payload());
  }

  /** The latest of each entity, which a row without a number names before it. */
  private void snapshots() {
    long[] latest = {0};
    copy(
        Table.SNAPSHOTS,
        (key, value) -> {
          boolean numbered =
              key.length > Short.BYTES + Short.toUnsignedInt(ByteBuffer.wrap(key).getShort());
          if (!numbered) {
            latest[0] = Keys.number(value);
          } else if (Keys.number(key) == latest[0]) {
            to.snapshot(idOf(key), latest[0], StoredEvent.of(value));
          }
        });
  }

  private static String idOf(byte[] key) {
    return new String(
        Arrays.copyOfRange(key, Short.BYTES, key.length - Long.BYTES), StandardCharsets.UTF_8);
  }

  private void feed(byte[] key, byte[] value) {
    FeedRow row = FeedRow.of(value);
    to.feed(FeedContent.of(row), !row.isRecord());
  }

  private void reply(byte[] key, byte[] value) {
    int tenant = Byte.toUnsignedInt(key[0]);
    to.reply(
        new TenantId(new String(key, 1, tenant, StandardCharsets.ISO_8859_1)),
        new String(key, 1 + tenant, key.length - 1 - tenant, StandardCharsets.UTF_8),
        StoredCodec.decode(StoredReply.class, value, Long.BYTES));
  }
}
