package swarmline.persistence.embedded;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.TaskId;

/**
 * The kinds of things that are removed when their time is over. A row of the retention table has
 * the time when it is due, the kind, and what it is about in its key.
 */
public enum Retention {
  /** The journal of a final task; the subject is its persistence id. */
  TASK_JOURNAL('J') {
    @Override
    void remove(Commit commit, byte[] subject) {
      EventRemoval.all(commit, subject);
    }
  },
  /** A snapshot that a newer one replaced; the subject is its key. */
  SNAPSHOT('S') {
    @Override
    void remove(Commit commit, byte[] subject) {
      commit.rows().delete(Table.SNAPSHOTS, subject);
    }
  },
  /** A reply; the subject is its key. Its row begins with the time when it is due. */
  REPLY('R') {
    @Override
    void remove(Commit commit, byte[] subject) {
      byte[] reply = commit.current(Table.REPLIES, subject);
      if (reply != null && ByteBuffer.wrap(reply).getLong() <= commit.now().toEpochMilli()) {
        commit.delete(Table.REPLIES, subject);
      }
    }
  };

  /** Where the subject begins in a key. */
  static final int SUBJECT = Long.BYTES + 1;

  private final byte code;

  Retention(char code) {
    this.code = (byte) code;
  }

  /** When something that lasts this long from now on is over, in milliseconds of the epoch. */
  public static long due(Instant now, Duration lasts) {
    return now.plus(lasts).toEpochMilli();
  }

  /** The journal's subject. */
  public static byte[] journalOf(TaskId task) {
    return Keys.utf8(PersistenceIds.of(task));
  }

  /** The key of the row that has the subject removed when it is due. */
  public byte[] key(long due, byte[] subject) {
    return ByteBuffer.allocate(SUBJECT + subject.length)
        .putLong(due)
        .put(code)
        .put(subject)
        .array();
  }

  /** The kind that a key of the retention table names. */
  public static Retention of(byte[] key) {
    byte code = key[Long.BYTES];
    return Arrays.stream(values())
        .filter(kind -> kind.code == code)
        .findFirst()
        .orElseThrow(
            () ->
                new StoreFailure(
                    StoreFailure.Reason.CORRUPT, "A retention row has the unknown kind " + code));
  }

  abstract void remove(Commit commit, byte[] subject);
}
