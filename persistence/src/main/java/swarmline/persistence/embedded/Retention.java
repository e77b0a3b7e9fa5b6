package swarmline.persistence.embedded;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import swarmline.engine.id.PersistenceIds;

/**
 * The kinds of things that are removed when their time is over. A row of the retention table has
 * the time when it is due, the kind, and what it is about in its key.
 */
public enum Retention {
  /**
   * Journals of final tasks of a pool; the subject begins with the pool, the row has the tasks'
   * numbers. A task's record begins with the time when its own journal is due, so that one whose
   * task went on is kept.
   */
  TASK_JOURNALS('T') {
    @Override
    void remove(Commit commit, byte[] subject, byte[] row) {
      ByteBuffer numbers = ByteBuffer.wrap(row);
      while (numbers.hasRemaining()) {
        byte[] task = Keys.taskOfKey(subject, numbers.getLong());
        byte[] record = commit.current(Table.RECORDS, task);
        if (record != null && isOver(record, commit)) {
          EventRemoval.all(commit, Keys.utf8(PersistenceIds.of(Keys.taskAt(task))));
        }
      }
    }
  },
  /** A snapshot that a newer one replaced; the subject is its key. */
  SNAPSHOT('S') {
    @Override
    void remove(Commit commit, byte[] subject, byte[] row) {
      commit.rows().delete(Table.SNAPSHOTS, subject);
    }
  },
  /** A reply; the subject is its key. Its row begins with the time when it is due. */
  REPLY('R') {
    @Override
    void remove(Commit commit, byte[] subject, byte[] row) {
      byte[] reply = commit.current(Table.REPLIES, subject);
      if (reply != null && isOver(reply, commit)) {
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

  /** Removes what the row is about, unless that goes on after all. */
  abstract void remove(Commit commit, byte[] subject, byte[] row);

  /** Whether the time at the beginning of a row has come; 0 stands for never. */
  private static boolean isOver(byte[] row, Commit commit) {
    long due = ByteBuffer.wrap(row).getLong();
    return due != 0 && due <= commit.now().toEpochMilli();
  }
}
