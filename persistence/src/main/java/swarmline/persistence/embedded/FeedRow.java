package swarmline.persistence.embedded;

import java.nio.ByteBuffer;

/**
 * A row of the feed: when, the entry's id, the entry itself.
 *
 * @param at milliseconds of the epoch
 * @param id at most 65,535 bytes
 * @param entry encoded
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FeedRow(long at, byte[] id, byte[] entry) {

  public static FeedRow of(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    long at = buffer.getLong();
    byte[] id = new byte[Short.toUnsignedInt(buffer.getShort())];
    buffer.get(id);
    byte[] entry = new byte[buffer.remaining()];
    buffer.get(entry);
    return new FeedRow(at, id, entry);
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(Long.BYTES + Short.BYTES + id.length + entry.length)
        .putLong(at)
        .putShort((short) id.length)
        .put(id)
        .put(entry)
        .array();
  }

  /** The key of the row that says where in the feed the entry is. */
  public byte[] idKey(byte[] tenant) {
    return ByteBuffer.allocate(tenant.length + id.length).put(tenant).put(id).array();
  }
}
