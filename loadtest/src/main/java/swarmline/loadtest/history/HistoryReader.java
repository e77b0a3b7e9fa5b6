package swarmline.loadtest.history;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Reads a history file from its beginning. */
public final class HistoryReader {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int NAMES_MAX = 100_000;

  private final DataInputStream in;
  private final Map<String, String> names = new HashMap<>();

  private HistoryReader(DataInputStream in) {
    this.in = in;
  }

  /**
   * Hands every note of the file to the reader, in the file's order: that of time within one
   * worker, none between two.
   */
  public static void read(Path path, Consumer<Note> reader) throws IOException {
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES))) {
      byte[] magic = in.readNBytes(HistoryFile.MAGIC.length);
      if (!Arrays.equals(magic, HistoryFile.MAGIC)) {
        throw new IOException(path + " is not a history file of this version");
      }
      var notes = new HistoryReader(in);
      for (int code = in.read(); code >= 0; code = in.read()) {
        reader.accept(notes.note(code));
      }
    } catch (EOFException torn) {
      throw new IOException(path + " ends in the middle of a note", torn);
    }
  }

  private Note note(int code) throws IOException {
    Kind kind = Kind.of(code);
    if (kind == null) {
      throw new IOException("a note of unknown kind " + code);
    }
    return switch (kind) {
      case RUN_STARTED -> new Note.RunStarted(time(), text());
      case RUN_ENDED -> new Note.RunEnded(time(), in.readBoolean());
      case POOL_MADE -> new Note.PoolMade(text(), text());
      case PUBLISHED -> new Note.Published(time(), name(), name(), number(), small());
      case PUBLISHING -> new Note.Publishing(time(), name(), name(), number(), small());
      case WORKER_NAMED -> new Note.WorkerNamed(small(), text());
      case WELCOMED -> new Note.Welcomed(small(), time());
      case DISCONNECTED -> new Note.Disconnected(small(), time(), text());
      case LEASED -> new Note.Leased(small(), time(), text(), text(), time(), in.readBoolean());
      case ANSWERED -> new Note.Answered(small(), time(), text(), small(), name());
      case ACCEPTED -> new Note.Accepted(small(), time(), text(), small());
      case REFUSED -> new Note.Refused(small(), time(), text(), small(), name());
      case RETURNED -> new Note.Returned(small(), time(), text(), small());
      case RETURN_ACCEPTED -> new Note.ReturnAccepted(small(), time(), text(), small());
      case REVOKED -> new Note.Revoked(small(), time(), text(), name());
      case EXPIRED -> new Note.Expired(small(), time(), text());
      case SETTLED -> new Note.Settled(small(), time(), text(), name(), number());
      case SERVER_DOWN -> new Note.ServerDown(time(), text());
      case SERVER_UP -> new Note.ServerUp(time());
      case TRUTH_READ -> new Note.TruthRead(time());
      case STORED_TASK -> new Note.StoredTask(name(), text(), text(), name());
      case STORED_ANSWER -> storedAnswer();
      case STORED_OUTCOME ->
          new Note.StoredOutcome(name(), text(), text(), name(), name(), small(), time());
      case WAITING -> new Note.Waiting(small(), time());
      case STORED_WORKER -> new Note.StoredWorker(name(), number());
      case STORED_LEDGER_LINE -> new Note.StoredLedgerLine(name(), text(), name(), number());
    };
  }

  private Note storedAnswer() throws IOException {
    return new Note.StoredAnswer(
        name(),
        text(),
        text(),
        text(),
        name(),
        name(),
        name(),
        in.readBoolean(),
        time(),
        time(),
        time(),
        time());
  }

  private long time() throws IOException {
    return in.readLong();
  }

  private int small() throws IOException {
    return Math.toIntExact(number());
  }

  private long number() throws IOException {
    long value = 0;
    int shift = 0;
    int b = in.readUnsignedByte();
    while ((b & 0x80) != 0) {
      value |= (long) (b & 0x7f) << shift;
      shift += 7;
      b = in.readUnsignedByte();
    }
    value |= (long) b << shift;
    return value >>> 1 ^ -(value & 1);
  }

  /** A text that is likely to come again: kept once, while there are not too many. */
  private String name() throws IOException {
    String text = text();
    String known = names.get(text);
    if (known == null && names.size() < NAMES_MAX) {
      names.put(text, text);
    }
    return known == null ? text : known;
  }

  private String text() throws IOException {
    byte[] bytes = new byte[small()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
