package swarmline.persistence.catalog;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.TaskRecord;
import swarmline.persistence.embedded.Commit;
import swarmline.persistence.embedded.FeedRow;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Retention;
import swarmline.persistence.embedded.Rows;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.serialization.StoredCodec;

/** Records and feed entries, encoded, which take their positions when they are committed. */
final class Finish implements Consumer<Commit> {
  private static final byte[] NOTHING = {};

  private final List<Ended> ended;
  private final List<Said> said;
  private final Duration keepJournals;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Ended(TaskRecord record, byte[] bytes) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Said(FeedEntry entry, byte[] bytes) {}

  Finish(List<TaskRecord> records, List<FeedEntry> feed, Duration keepJournals) {
    this.ended = records.stream().map(r -> new Ended(r, StoredCodec.encode(r))).toList();
    this.said = feed.stream().map(e -> new Said(e, StoredCodec.encode(e))).toList();
    this.keepJournals = keepJournals;
  }

  int size() {
    return ended.stream().mapToInt(e -> e.bytes().length).sum()
        + said.stream().mapToInt(s -> s.bytes().length).sum();
  }

  @Override
  public void accept(Commit commit) {
    ended.forEach(e -> end(commit, e));
    said.forEach(s -> say(commit, s));
  }

  private void end(Commit commit, Ended ended) {
    TaskRecord record = ended.record();
    byte[] task = Keys.task(record.task());
    byte[] stored = commit.current(Table.RECORDS, task);
    RecordRow before = stored == null ? null : RecordRow.of(stored);
    if (before != null && before.settled()) {
      return;
    }
    long order = before == null ? commit.nextOrder() : before.order();
    long due = record.settled() ? Retention.due(commit.now(), keepJournals) : RecordRow.UNSETTLED;
    commit.put(Table.RECORDS, task, new RecordRow(order, due, ended.bytes()).bytes());
    Rows rows = commit.rows();
    rows.put(
        Table.ORDER, Keys.inPool(record.task().pool(), order), Keys.number(record.task().number()));
    if (record.settled()) {
      byte[] retention = Retention.TASK_JOURNAL.key(due, Retention.journalOf(record.task()));
      commit.put(Table.RETENTION, retention, NOTHING);
      rows.delete(Table.OPEN, task);
      rows.delete(Table.TOUCHED, task);
    }
  }

  private static void say(Commit commit, Said said) {
    FeedEntry entry = said.entry();
    byte[] id = Keys.inTenant(entry.tenant(), entry.id());
    if (commit.current(Table.FEED_IDS, id) != null) {
      return;
    }
    long position = commit.nextFeed();
    commit.put(Table.FEED_IDS, id, Keys.number(position));
    commit
        .rows()
        .put(
            Table.FEED,
            Keys.inTenant(entry.tenant(), position),
            new FeedRow(entry.at().toEpochMilli(), Keys.utf8(entry.id()), said.bytes()).bytes());
  }
}
