package swarmline.persistence.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of the journal or of the snapshots: who wrote it when, and the event as its serializer made
 * it.
 *
 * @param timestamp milliseconds of the epoch
 * @param writer the incarnation of the entity that wrote it; empty for a snapshot
 * @param adapter the manifest of an event adapter; mostly empty
 * @param serializer Pekko's identifier of the serializer
 * @param manifest the serializer's name for the type
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredEvent(
    long timestamp,
    String writer,
    String adapter,
    int serializer,
    String manifest,
    byte[] payload) {
  private static final byte VERSION = 1;
  private static final int UUID_LENGTH = 36;
  private static final byte WRITER_IS_UUID = 1;
  private static final byte WRITER_IS_TEXT = 0;

  public byte[] bytes() {
    Optional<UUID> uuid = uuid(writer);
    byte[] writerText = uuid.isPresent() ? new byte[0] : utf8(writer);
    byte[] adapterText = utf8(adapter);
    byte[] manifestText = utf8(manifest);
    int writerSize = uuid.isPresent() ? 2 * Long.BYTES : Short.BYTES + writerText.length;
    ByteBuffer row =
        ByteBuffer.allocate(
            2
                + Long.BYTES
                + writerSize
                + Short.BYTES
                + adapterText.length
                + Integer.BYTES
                + Short.BYTES
                + manifestText.length
                + payload.length);
    row.put(VERSION).putLong(timestamp).put(uuid.isPresent() ? WRITER_IS_UUID : WRITER_IS_TEXT);
    uuid.ifPresentOrElse(
        id -> row.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()),
        () -> putText(row, writerText));
    putText(row, adapterText);
    row.putInt(serializer);
    putText(row, manifestText);
    return row.put(payload).array();
  }

  public static StoredEvent of(byte[] bytes) {
    ByteBuffer row = ByteBuffer.wrap(bytes);
    byte version = row.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("an event row has the unknown version " + version);
    }
    long timestamp = row.getLong();
    String writer =
        row.get() == WRITER_IS_UUID ? new UUID(row.getLong(), row.getLong()).toString() : text(row);
    String adapter = text(row);
    int serializer = row.getInt();
    String manifest = text(row);
    byte[] payload = new byte[row.remaining()];
    row.get(payload);
    return new StoredEvent(timestamp, writer, adapter, serializer, manifest, payload);
  }

  private static Optional<UUID> uuid(String text) {
    if (text.length() != UUID_LENGTH) {
      return Optional.empty();
    }
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equals(text) ? Optional.of(uuid) : Optional.empty();
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  private static byte[] utf8(String text) {
    return text.isEmpty() ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  private static void putText(ByteBuffer row, byte[] text) {
    row.putShort((short) text.length).put(text);
  }

  private static String text(ByteBuffer row) {
    byte[] text = new byte[Short.toUnsignedInt(row.getShort())];
    row.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
