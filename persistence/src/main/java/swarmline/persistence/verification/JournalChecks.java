package swarmline.persistence.verification;

import java.nio.ByteBuffer;
import java.util.Arrays;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.EventRemoval;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.journal.StoredEvent;
import swarmline.persistence.serialization.StoredCodec;
import swarmline.persistence.serialization.StoredSerializer;
import swarmline.persistence.serialization.StoredTypes;

/** Events and snapshots: every one decodes, none is missing. */
final class JournalChecks {
  private final Database database;
  private final Findings findings;
  private byte[] persistenceId;
  private long last;

  JournalChecks(Database database, Findings findings) {
    this.database = database;
    this.findings = findings;
  }

  void run() {
    database.scan(Table.JOURNAL, null, null, this::event);
    endOfJournal();
    database.scan(Table.HEADS, null, null, this::head);
    database.scan(Table.SNAPSHOTS, null, null, this::snapshot);
  }

  private boolean event(byte[] key, byte[] value) {
    byte[] id = Arrays.copyOfRange(key, Short.BYTES, key.length - Long.BYTES);
    long sequenceNr = Keys.number(key);
    if (!Arrays.equals(id, persistenceId)) {
      endOfJournal();
      persistenceId = id;
      last = 0;
    }
    if (sequenceNr == 0) {
      findings.decodes(Table.JOURNAL, key, () -> last = Keys.number(value));
      return true;
    }
    findings.count("events");
    if (sequenceNr != last + 1) {
      findings.violation(
          Table.JOURNAL, key, "follows " + last + ": the events between them are missing");
    }
    last = sequenceNr;
    decode(Table.JOURNAL, key, value);
    return true;
  }

  private void endOfJournal() {
    if (persistenceId == null) {
      return;
    }
    byte[] head = database.get(Table.HEADS, persistenceId);
    if (head == null || Keys.number(head) != last) {
      findings.violation(
          Table.HEADS,
          persistenceId,
          "the highest sequence number is "
              + (head == null ? "missing" : Keys.number(head))
              + ", the last event is "
              + last);
    }
  }

  private boolean head(byte[] id, byte[] value) {
    findings.count("persistence ids");
    long highest = Keys.number(value);
    byte[] removed = database.get(Table.JOURNAL, EventRemoval.noteKey(id));
    boolean gone = removed != null && Keys.number(removed) >= highest;
    if (!gone && database.get(Table.JOURNAL, Keys.event(id, highest)) == null) {
      findings.violation(Table.HEADS, id, "event " + highest + " is missing");
    }
    return true;
  }

  private boolean snapshot(byte[] key, byte[] value) {
    int idLength = Short.BYTES + ByteBuffer.wrap(key).getShort();
    if (key.length > idLength) {
      findings.count("snapshots");
      decode(Table.SNAPSHOTS, key, value);
    }
    return true;
  }

  private void decode(Table table, byte[] key, byte[] value) {
    findings.decodes(
        table,
        key,
        () -> {
          StoredEvent event = StoredEvent.of(value);
          if (event.serializer() == StoredSerializer.IDENTIFIER) {
            StoredCodec.decode(StoredTypes.named(event.manifest()).type(), event.payload());
          }
        });
  }
}
