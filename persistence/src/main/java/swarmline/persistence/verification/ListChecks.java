package swarmline.persistence.verification;

import java.util.Arrays;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.catalog.StoredReply;
import swarmline.engine.pool.PoolView;
import swarmline.persistence.catalog.FeedContent;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.FeedRow;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Retention;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.serialization.StoredCodec;

/** Pools, ledgers, feeds, replies, retention: every row decodes and stands where it should. */
final class ListChecks {
  private final Database database;
  private final Findings findings;

  ListChecks(Database database, Findings findings) {
    this.database = database;
    this.findings = findings;
  }

  void run() {
    database.scan(Table.POOLS, null, null, this::pool);
    database.scan(Table.LEDGER, null, null, this::ledger);
    database.scan(Table.FEED, null, null, this::feed);
    database.scan(Table.REPLIES, null, null, this::reply);
    database.scan(Table.RETENTION, null, null, this::retention);
  }

  private boolean pool(byte[] key, byte[] value) {
    findings.count("pools");
    findings.decodes(
        Table.POOLS,
        key,
        () -> {
          PoolView pool = StoredCodec.decode(PoolView.class, value, Long.BYTES);
          if (!Arrays.equals(Keys.pool(pool.id()), key)) {
            findings.violation(Table.POOLS, key, "holds the pool " + pool.id());
          }
        });
    return true;
  }

  private boolean ledger(byte[] key, byte[] value) {
    findings.count("ledger entries");
    findings.decodes(
        Table.LEDGER,
        key,
        () -> {
          LedgerEntry entry = StoredCodec.decode(LedgerEntry.class, value);
          if (!Arrays.equals(Keys.ledgerEntry(entry.worker(), entry.sequence()), key)) {
            findings.violation(Table.LEDGER, key, "holds another entry: " + entry);
          }
        });
    return true;
  }

  private boolean feed(byte[] key, byte[] value) {
    findings.count("feed entries");
    findings.decodes(
        Table.FEED,
        key,
        () -> {
          FeedRow row = FeedRow.of(value);
          FeedEntry entry = FeedContent.of(row);
          if (row.isRecord()) {
            return;
          }
          byte[] position = database.get(Table.FEED_IDS, Keys.inTenant(entry.tenant(), entry.id()));
          if (position == null || Keys.number(position) != Keys.number(key)) {
            findings.violation(Table.FEED, key, "its id " + entry.id() + " does not lead here");
          }
        });
    return true;
  }

  private boolean reply(byte[] key, byte[] value) {
    findings.count("replies");
    findings.decodes(
        Table.REPLIES, key, () -> StoredCodec.decode(StoredReply.class, value, Long.BYTES));
    return true;
  }

  private boolean retention(byte[] key, byte[] value) {
    findings.count("retention rows");
    findings.decodes(Table.RETENTION, key, () -> Retention.of(key));
    return true;
  }
}
