package swarmline.persistence.catalog;

import java.util.List;
import java.util.function.Consumer;
import swarmline.engine.catalog.FeedEntry;
import swarmline.persistence.embedded.Commit;
import swarmline.persistence.embedded.FeedRow;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.serialization.StoredCodec;

/** Feed entries that no record stands for: those whose id is known are left out. */
final class Announcement implements Consumer<Commit> {
  private final List<Said> said;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Said(FeedEntry entry, byte[] bytes) {}

  Announcement(List<FeedEntry> entries) {
    this.said = entries.stream().map(e -> new Said(e, StoredCodec.encode(e))).toList();
  }

  int size() {
    return said.stream().mapToInt(s -> s.bytes().length).sum();
  }

  @Override
  public void accept(Commit commit) {
    said.forEach(each -> say(commit, each));
  }

  private static void say(Commit commit, Said said) {
    FeedEntry entry = said.entry();
    byte[] id = Keys.inTenant(entry.tenant(), entry.id());
    if (commit.current(Table.FEED_IDS, id) != null) {
      return;
    }
    long position = commit.nextFeed();
    commit.put(Table.FEED_IDS, id, Keys.number(position));
    FeedRow row = new FeedRow(entry.at().toEpochMilli(), Keys.utf8(entry.id()), said.bytes());
    commit.rows().put(Table.FEED, Keys.inTenant(entry.tenant(), position), row.bytes());
  }
}
