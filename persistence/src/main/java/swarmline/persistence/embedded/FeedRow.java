package swarmline.persistence.embedded;

import java.nio.ByteBuffer;

/**
 * A row of the feed: when, and an entry under its id or the record of a task that ended, which says
 * all that its entry does.
 *
 * @param at milliseconds of the epoch
 * @param id of the entry, at most 65,535 bytes; empty for a record
 * @param content the entry or the record, encoded
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FeedRow(long at, byte[] id, byte[] content) {
  private static final byte[] NO_ID = {};

  public static FeedRow ofRecord(long at, byte[] record) {
    return new FeedRow(at, NO_ID, record);
  }

  public boolean isRecord() {
    return id.length == 0;
  }

  public static FeedRow of(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    long at = buffer.getLong();
    byte[] id = new byte[Short.toUnsignedInt(buffer.getShort())];
    buffer.get(id);
    byte[] content = new byte[buffer.remaining()];
    buffer.get(content);
    return new FeedRow(at, id, content);
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(Long.BYTES + Short.BYTES + id.length + content.length)
        .putLong(at)
        .putShort((short) id.length)
        .put(id)
        .put(content)
        .array();
  }

  /** The key of the row that says where in the feed the entry with this id is. */
  public byte[] idKey(byte[] tenant) {
    return ByteBuffer.allocate(tenant.length + id.length).put(tenant).put(id).array();
  }
}
