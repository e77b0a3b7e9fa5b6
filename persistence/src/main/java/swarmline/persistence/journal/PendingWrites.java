package swarmline.persistence.journal;

import swarmline.persistence.embedded.EmbeddedStore;

/**
 * Which persistence ids may have events that are not in the database yet, so that an entity that
 * comes back at once does not miss what it wrote before. Remembers one ticket for all the ids of a
 * hash; a collision makes a recovery wait a moment. Only on the journal's thread.
 */
final class PendingWrites {
  private static final int SLOTS = 1 << 16;

  private final EmbeddedStore store;
  private final long[] tickets = new long[SLOTS];

  PendingWrites(EmbeddedStore store) {
    this.store = store;
  }

  void note(String persistenceId, long ticket) {
    int slot = slot(persistenceId);
    tickets[slot] = Math.max(tickets[slot], ticket);
  }

  boolean mayHave(String persistenceId) {
    return !store.settled(tickets[slot(persistenceId)]);
  }

  private static int slot(String persistenceId) {
    int hash = persistenceId.hashCode() * 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & (SLOTS - 1);
  }
}
