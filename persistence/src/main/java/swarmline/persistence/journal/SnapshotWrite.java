package swarmline.persistence.journal;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.persistence.SnapshotMetadata;
import swarmline.persistence.embedded.Commit;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Retention;
import swarmline.persistence.embedded.StoreFailure;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.embedded.Write;

/** One snapshot, encoded. It becomes the latest unless a later one is stored already. */
final class SnapshotWrite implements Write {
  private static final byte[] NOTHING = {};

  private final byte[] persistenceId;
  private final long sequenceNr;
  private final byte[] row;
  private final Duration keepReplaced;
  private final Runnable stored;
  private final Consumer<StoreFailure> refused;

  SnapshotWrite(
      SnapshotMetadata metadata,
      byte[] row,
      Duration keepReplaced,
      Runnable stored,
      Consumer<StoreFailure> refused) {
    this.persistenceId = Keys.utf8(metadata.persistenceId());
    this.sequenceNr = metadata.sequenceNr();
    this.row = row;
    this.keepReplaced = keepReplaced;
    this.stored = stored;
    this.refused = refused;
  }

  @Override
  public void addTo(Commit commit) {
    byte[] latestKey = Keys.events(persistenceId);
    byte[] latest = commit.current(Table.SNAPSHOTS, latestKey);
    long before = latest == null ? -1 : Keys.number(latest);
    commit.put(Table.SNAPSHOTS, Keys.event(persistenceId, sequenceNr), row);
    if (sequenceNr > before) {
      commit.put(Table.SNAPSHOTS, latestKey, Keys.number(sequenceNr));
      if (before >= 0) {
        byte[] replaced = Keys.event(persistenceId, before);
        long due = Retention.due(commit.now(), keepReplaced);
        commit.put(Table.RETENTION, Retention.SNAPSHOT.key(due, replaced), NOTHING);
      }
    }
  }

  @Override
  public int size() {
    return row.length;
  }

  @Override
  public void committed() {
    stored.run();
  }

  @Override
  public void failed(StoreFailure failure) {
    refused.accept(failure);
  }
}
