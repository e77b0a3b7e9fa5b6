package swarmline.persistence.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.persistence.SnapshotProtocol.LoadSnapshot;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Table;

/** Finds snapshots of one persistence id. Blocks. */
final class SnapshotReader {
  private final Database database;

  SnapshotReader(Database database) {
    this.database = database;
  }

  /** A stored snapshot and where it stands. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Found(byte[] key, long sequenceNr, StoredEvent stored) {}

  /** The latest that the entity asks for. */
  Optional<Found> latest(LoadSnapshot message) {
    byte[] persistenceId = Keys.utf8(message.persistenceId());
    byte[] latest = database.get(Table.SNAPSHOTS, Keys.events(persistenceId));
    if (latest == null) {
      return Optional.empty();
    }
    byte[] key = Keys.event(persistenceId, Keys.number(latest));
    byte[] row = database.get(Table.SNAPSHOTS, key);
    if (row != null) {
      Found found = new Found(key, Keys.number(key), StoredEvent.of(row));
      if (matches(found, message.criteria(), message.toSequenceNr())) {
        return Optional.of(found);
      }
    }
    List<Found> all = matching(persistenceId, message.criteria(), message.toSequenceNr());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The keys of all that the criteria name. */
  List<byte[]> matching(String persistenceId, SnapshotSelectionCriteria criteria) {
    return matching(Keys.utf8(persistenceId), criteria, Long.MAX_VALUE).stream()
        .map(Found::key)
        .toList();
  }

  private List<Found> matching(
      byte[] persistenceId, SnapshotSelectionCriteria criteria, long toSequenceNr) {
    byte[] prefix = Keys.events(persistenceId);
    List<Found> matching = new ArrayList<>();
    database.scan(
        Table.SNAPSHOTS,
        Keys.event(persistenceId, 0),
        Keys.after(prefix),
        (key, row) -> {
          Found found = new Found(key, Keys.number(key), StoredEvent.of(row));
          if (matches(found, criteria, toSequenceNr)) {
            matching.add(found);
          }
          return true;
        });
    return matching;
  }

  private static boolean matches(
      Found found, SnapshotSelectionCriteria criteria, long toSequenceNr) {
    long sequenceNr = found.sequenceNr();
    long timestamp = found.stored().timestamp();
    return sequenceNr <= Math.min(criteria.maxSequenceNr(), toSequenceNr)
        && sequenceNr >= criteria.minSequenceNr()
        && timestamp <= criteria.maxTimestamp()
        && timestamp >= criteria.minTimestamp();
  }
}
