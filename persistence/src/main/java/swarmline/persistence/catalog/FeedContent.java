package swarmline.persistence.catalog;

import swarmline.engine.catalog.FeedEntries;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.TaskRecord;
import swarmline.persistence.embedded.FeedRow;
import swarmline.persistence.serialization.StoredCodec;

/** What a row of the feed says. */
public final class FeedContent {
  private FeedContent() {}

  public static FeedEntry of(FeedRow row) {
    return row.isRecord()
        ? FeedEntries.ended(StoredCodec.decode(TaskRecord.class, row.content()))
        : StoredCodec.decode(FeedEntry.class, row.content());
  }
}
