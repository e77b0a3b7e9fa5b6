package swarmline.persistence.catalog;

import java.nio.ByteBuffer;
import swarmline.engine.catalog.TaskRecord;
import swarmline.persistence.serialization.StoredCodec;

/**
 * A row of the records: when the task's journal is due for removal, the task's place among the
 * final tasks, and the record.
 *
 * @param due milliseconds of the epoch; {@link #UNSETTLED} while the task is not final
 * @param order its position in the order in which tasks became final
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RecordRow(long due, long order, byte[] record) {
  /** Stands for no removal: something of the task is outstanding. */
  static final long UNSETTLED = 0;

  private static final int RECORD_OFFSET = 2 * Long.BYTES;

  /** Reads a whole row. */
  public static RecordRow of(byte[] value) {
    ByteBuffer row = ByteBuffer.wrap(value);
    long due = row.getLong();
    long order = row.getLong();
    byte[] record = new byte[row.remaining()];
    row.get(record);
    return new RecordRow(due, order, record);
  }

  /** Reads the record only. */
  public static TaskRecord recordOf(byte[] value) {
    return StoredCodec.decode(TaskRecord.class, value, RECORD_OFFSET);
  }

  /** Whether the task is final. */
  public boolean settled() {
    return due != UNSETTLED;
  }

  byte[] bytes() {
    return ByteBuffer.allocate(RECORD_OFFSET + record.length)
        .putLong(due)
        .putLong(order)
        .put(record)
        .array();
  }
}
