package swarmline.persistence.embedded;

/**
 * The highest sequence number of a persistence id. No row of its own says it: the last event does,
 * or the note of what was removed where no event is left.
 */
public final class JournalEnd {
  private JournalEnd() {}

  /** The highest sequence number ever stored; 0 where there is none. Blocks. */
  public static long of(Database database, byte[] persistenceId) {
    byte[] events = Keys.events(persistenceId);
    long[] highest = {0};
    database.last(
        Table.JOURNAL,
        events,
        Keys.event(persistenceId, Long.MAX_VALUE),
        (key, value) -> {
          long sequenceNr = Keys.number(key);
          highest[0] = sequenceNr == EventRemoval.NOTE ? Keys.number(value) : sequenceNr;
          return false;
        });
    return highest[0];
  }
}
