package swarmline.persistence.embedded;

/** How events leave the journal: one by one where they are few, else as a range. */
public final class EventRemoval {
  /** Events that are removed one by one; ranges cost every later read a little. */
  private static final long SINGLY_MAX = 64;

  /** The sequence number, which no event has, of the note of what was removed. */
  static final long NOTE = 0;

  private EventRemoval() {}

  /** Where it is noted up to which sequence number events were removed: before the first event. */
  public static byte[] noteKey(byte[] persistenceId) {
    return Keys.event(persistenceId, NOTE);
  }

  /** Removes the journal as if it had never been, snapshots included. */
  static void all(Commit commit, byte[] persistenceId) {
    long highest = commit.journalEnd(persistenceId);
    if (highest > 0) {
      range(commit.rows(), persistenceId, NOTE, highest);
    }
    byte[] snapshots = Keys.events(persistenceId);
    if (commit.current(Table.SNAPSHOTS, snapshots) != null) {
      commit.rows().deleteRange(Table.SNAPSHOTS, snapshots, Keys.after(snapshots));
    }
  }

  /** Removes events up to a sequence number, inclusive; the highest one stays known. */
  public static void upTo(Commit commit, byte[] persistenceId, long sequenceNr) {
    byte[] noteKey = noteKey(persistenceId);
    byte[] note = commit.current(Table.JOURNAL, noteKey);
    long removed = note == null ? 0 : Keys.number(note);
    long to = Math.min(sequenceNr, commit.journalEnd(persistenceId));
    if (to > removed) {
      range(commit.rows(), persistenceId, removed + 1, to);
      commit.put(Table.JOURNAL, noteKey, Keys.number(to));
    }
  }

  private static void range(Rows rows, byte[] persistenceId, long from, long to) {
    if (to - from < SINGLY_MAX) {
      for (long sequenceNr = from; sequenceNr <= to; sequenceNr++) {
        rows.delete(Table.JOURNAL, Keys.event(persistenceId, sequenceNr));
      }
    } else {
      rows.deleteRange(
          Table.JOURNAL, Keys.event(persistenceId, from), Keys.event(persistenceId, to + 1));
    }
  }
}
