package swarmline.persistence.embedded;

import java.util.Arrays;

/**
 * Changes of rows in the form in which RocksDB writes a batch to its log, so that whoever asks for
 * a write encodes it and the committer only joins what it was given. The form is RocksDB's {@code
 * write_batch.cc}: a tag, the number of the table, and key and value with their lengths as varints.
 * Not thread-safe.
 */
public final class Rows {
  /** Bytes before the first change of a batch: a sequence number and the count of changes. */
  static final int HEADER_BYTES = 12;

  private static final int COUNT_OFFSET = 8;
  private static final byte DELETION = 0x4;
  private static final byte VALUE = 0x5;
  private static final byte RANGE_DELETION = 0xE;

  /** Bytes at the most of a tag, a table's number and two lengths. */
  private static final int FRAME_BYTES_MAX = 12;

  private byte[] bytes;
  private int length;
  private int count;

  public Rows(int capacity) {
    bytes = new byte[capacity];
  }

  public Rows put(Table table, byte[] key, byte[] value) {
    reserve(FRAME_BYTES_MAX + key.length + value.length);
    tag(VALUE, table);
    append(key);
    append(value);
    return this;
  }

  public Rows delete(Table table, byte[] key) {
    reserve(FRAME_BYTES_MAX + key.length);
    tag(DELETION, table);
    append(key);
    return this;
  }

  /** Removes every key from the first, inclusive, to the last, exclusive. */
  public Rows deleteRange(Table table, byte[] from, byte[] to) {
    reserve(FRAME_BYTES_MAX + from.length + to.length);
    tag(RANGE_DELETION, table);
    append(from);
    append(to);
    return this;
  }

  public Rows addAll(Rows other) {
    reserve(other.length);
    System.arraycopy(other.bytes, 0, bytes, length, other.length);
    length += other.length;
    count += other.count;
    return this;
  }

  /** Changes in here. */
  public int count() {
    return count;
  }

  /** Bytes that they take in a batch. */
  public int size() {
    return length;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** How much is in here at a moment. */
  public record Mark(int length, int count) {}

  public Mark mark() {
    return new Mark(length, count);
  }

  /** Forgets what was added since. */
  public void reset(Mark mark) {
    length = mark.length();
    count = mark.count();
  }

  void clear() {
    length = 0;
    count = 0;
  }

  /** A whole batch, header included. */
  byte[] toBatch() {
    byte[] batch = new byte[HEADER_BYTES + length];
    for (int i = 0; i < Integer.BYTES; i++) {
      batch[COUNT_OFFSET + i] = (byte) (count >>> (8 * i));
    }
    System.arraycopy(bytes, 0, batch, HEADER_BYTES, length);
    return batch;
  }

  private void tag(byte tag, Table table) {
    bytes[length++] = tag;
    bytes[length++] = (byte) table.number();
    count++;
  }

  private void append(byte[] part) {
    int rest = part.length;
    while (rest >= 0x80) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    System.arraycopy(part, 0, bytes, length, part.length);
    length += part.length;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
