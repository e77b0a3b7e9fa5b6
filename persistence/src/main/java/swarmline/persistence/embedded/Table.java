package swarmline.persistence.embedded;

/**
 * The column families of the store. A table keeps its number for ever; a new one gets the next.
 * {@code docs/storage.md} shows keys and values.
 */
public enum Table {
  /** Counters, and the highest position of each partition. */
  META(0, "default", Shape.SMALL),
  /** Events by persistence id and sequence number. */
  JOURNAL(1, "journal", Shape.LARGE),
  /** Snapshots by persistence id and sequence number. */
  SNAPSHOTS(2, "snapshots", Shape.POINT),
  /** Pools as everyone but their entities sees them. */
  POOLS(3, "pools", Shape.SMALL),
  /** Task definitions by pool and number. */
  TASKS(4, "tasks", Shape.LARGE),
  /** Task numbers by pool and the tenant's own key. */
  KEYS(5, "keys", Shape.POINT),
  /** What dispatch needs of every task that is not final. */
  OPEN(6, "open", Shape.SMALL),
  /** Records of final tasks. */
  RECORDS(7, "records", Shape.POINT),
  /** Final tasks of a pool in the order in which they became final. */
  ORDER(8, "order", Shape.SMALL),
  /** Ledgers of workers. */
  LEDGER(9, "ledger", Shape.SMALL),
  /** Feeds of tenants in order. */
  FEED(10, "feed", Shape.SMALL),
  /** Positions in the feed by entry id. */
  FEED_IDS(11, "feed-ids", Shape.POINT),
  /** Replies to requests that carried an idempotency key. */
  REPLIES(12, "replies", Shape.SMALL),
  /** What is to be removed, by the time when it is due. */
  RETENTION(13, "retention", Shape.SMALL);

  /** How a table is written and read, which decides its buffers and filters. */
  enum Shape {
    /** Takes most of the bytes. */
    LARGE,
    /** Mostly asked for keys that are not there: the memtable has a filter too. */
    POINT,
    /** Everything else. */
    SMALL
  }

  private final int number;
  private final String label;
  private final Shape shape;

  Table(int number, String label, Shape shape) {
    this.number = number;
    this.label = label;
    this.shape = shape;
  }

  /** Its name in the database. */
  public String label() {
    return label;
  }

  Shape shape() {
    return shape;
  }

  /** Its number in the database. */
  int number() {
    return number;
  }
}
