package swarmline.loadtest.history;

import java.util.Arrays;

/** The byte that begins each note of a history file. */
enum Kind {
  RUN_STARTED(1),
  RUN_ENDED(2),
  POOL_MADE(3),
  PUBLISHED(4),
  WORKER_NAMED(5),
  WELCOMED(6),
  DISCONNECTED(7),
  LEASED(8),
  ANSWERED(9),
  ACCEPTED(10),
  REFUSED(11),
  RETURNED(12),
  RETURN_ACCEPTED(13),
  REVOKED(14),
  EXPIRED(15),
  SETTLED(16),
  SERVER_DOWN(17),
  SERVER_UP(18),
  TRUTH_READ(19),
  STORED_TASK(20),
  STORED_ANSWER(21),
  STORED_OUTCOME(22),
  STORED_LEDGER_LINE(23),
  PUBLISHING(24),
  WAITING(25),
  STORED_WORKER(26);

  private static final Kind[] BY_CODE = byCode();

  private final int code;

  Kind(int code) {
    this.code = code;
  }

  byte code() {
    return (byte) code;
  }

  /** The kind with this byte, or null. */
  static Kind of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }

  private static Kind[] byCode() {
    int last = Arrays.stream(values()).mapToInt(kind -> kind.code).max().orElse(0);
    var table = new Kind[last + 1];
    for (Kind kind : values()) {
      table[kind.code] = kind;
    }
    return table;
  }
}
