package swarmline.loadtest.history;

import java.nio.charset.StandardCharsets;

/**
 * Writes notes for one thread into chunks that another thread takes to the file: a note costs the
 * copying of its bytes. Not thread-safe; each thread asks the file for its own.
 */
public final class Scribe {
  /** Bytes that may be missing at a chunk's end when it is handed on. */
  private static final int NOTE_MAX = 64 * 1024;

  private final HistoryFile file;
  private Chunk page;
  private byte[] chunk;
  private int at;

  Scribe(HistoryFile file) {
    this.file = file;
    turnPage();
  }

  /** Hands what was written so far to the file. */
  public void flush() {
    if (at > 0) {
      page.length = at;
      file.take(page);
      turnPage();
    }
  }

  private void turnPage() {
    page = file.emptyChunk();
    chunk = page.bytes;
    at = 0;
  }

  public void runStarted(long time, String settings) {
    kind(Kind.RUN_STARTED).time(time).text(settings);
  }

  public void runEnded(long time, boolean drained) {
    kind(Kind.RUN_ENDED).time(time).flag(drained);
  }

  public void poolMade(String pool, String spec) {
    kind(Kind.POOL_MADE).text(pool).text(spec);
  }

  public void published(long time, String pool, String series, long first, int count) {
    kind(Kind.PUBLISHED).time(time).text(pool).text(series).number(first).number(count);
  }

  public void publishing(long time, String pool, String series, long first, int count) {
    kind(Kind.PUBLISHING).time(time).text(pool).text(series).number(first).number(count);
  }

  public void workerNamed(int worker, String name) {
    kind(Kind.WORKER_NAMED).number(worker).text(name);
  }

  public void welcomed(int worker, long time) {
    kind(Kind.WELCOMED).number(worker).time(time);
  }

  public void disconnected(int worker, long time, String why) {
    kind(Kind.DISCONNECTED).number(worker).time(time).text(why);
  }

  public void leased(
      int worker, long time, byte[] assignment, byte[] task, long expiresAt, boolean again) {
    kind(Kind.LEASED).number(worker).time(time).bytes(assignment).bytes(task);
    time(expiresAt).flag(again);
  }

  public void answered(int worker, long time, byte[] assignment, int request, byte[] answer) {
    kind(Kind.ANSWERED).number(worker).time(time).bytes(assignment).number(request).bytes(answer);
  }

  public void accepted(int worker, long time, byte[] assignment, int request) {
    kind(Kind.ACCEPTED).number(worker).time(time).bytes(assignment).number(request);
  }

  public void refused(int worker, long time, byte[] assignment, int request, String code) {
    kind(Kind.REFUSED).number(worker).time(time).bytes(assignment).number(request).text(code);
  }

  public void returned(int worker, long time, byte[] assignment, int request) {
    kind(Kind.RETURNED).number(worker).time(time).bytes(assignment).number(request);
  }

  public void returnAccepted(int worker, long time, byte[] assignment, int request) {
    kind(Kind.RETURN_ACCEPTED).number(worker).time(time).bytes(assignment).number(request);
  }

  public void revoked(int worker, long time, byte[] assignment, String reason) {
    kind(Kind.REVOKED).number(worker).time(time).bytes(assignment).text(reason);
  }

  public void expired(int worker, long time, byte[] assignment) {
    kind(Kind.EXPIRED).number(worker).time(time).bytes(assignment);
  }

  public void settled(int worker, long time, byte[] assignment, String verdict, long amount) {
    kind(Kind.SETTLED).number(worker).time(time).bytes(assignment).text(verdict).number(amount);
  }

  public void waiting(int worker, long time) {
    kind(Kind.WAITING).number(worker).time(time);
  }

  public void storedWorker(Note.StoredWorker worker) {
    kind(Kind.STORED_WORKER).text(worker.worker()).number(worker.earned());
  }

  public void serverDown(long time, String how) {
    kind(Kind.SERVER_DOWN).time(time).text(how);
  }

  public void serverUp(long time) {
    kind(Kind.SERVER_UP).time(time);
  }

  public void truthRead(long time) {
    kind(Kind.TRUTH_READ).time(time);
  }

  public void storedTask(Note.StoredTask task) {
    kind(Kind.STORED_TASK).text(task.pool()).text(task.task()).text(task.key()).text(task.state());
  }

  public void storedAnswer(Note.StoredAnswer answer) {
    kind(Kind.STORED_ANSWER).text(answer.pool()).text(answer.assignment()).text(answer.task());
    text(answer.key()).text(answer.worker()).text(answer.answer()).text(answer.state());
    flag(answer.counted()).time(answer.leasedAt()).time(answer.expiresAt());
    time(answer.submittedAt()).time(answer.endedAt());
  }

  public void storedOutcome(Note.StoredOutcome outcome) {
    kind(Kind.STORED_OUTCOME).text(outcome.pool()).text(outcome.task()).text(outcome.key());
    text(outcome.outcome()).text(outcome.value()).number(outcome.answers()).time(outcome.at());
  }

  public void storedLedgerLine(Note.StoredLedgerLine line) {
    kind(Kind.STORED_LEDGER_LINE).text(line.worker()).text(line.assignment());
    text(line.verdict()).number(line.amount());
  }

  private Scribe kind(Kind kind) {
    if (at + NOTE_MAX > chunk.length) {
      flush();
    }
    chunk[at++] = kind.code();
    return this;
  }

  private Scribe time(long micros) {
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      chunk[at++] = (byte) (micros >> shift);
    }
    return this;
  }

  /** Seven bits a byte, lowest first, the eighth bit says that more follow; zigzag for the sign. */
  private Scribe number(long value) {
    long rest = (value << 1) ^ (value >> (Long.SIZE - 1));
    while ((rest & ~0x7fL) != 0) {
      chunk[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    chunk[at++] = (byte) rest;
    return this;
  }

  private Scribe flag(boolean value) {
    chunk[at++] = (byte) (value ? 1 : 0);
    return this;
  }

  private Scribe text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Its length and the bytes. What does not fit into a note is cut: an audit needs no more. */
  private Scribe bytes(byte[] value) {
    int length = Math.min(value.length, NOTE_MAX / 12);
    number(length);
    System.arraycopy(value, 0, chunk, at, length);
    at += length;
    return this;
  }
}
