package swarmline.persistence.verification;

import java.nio.ByteBuffer;
import java.util.Arrays;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.JournalEnd;
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
    database.scan(Table.SNAPSHOTS, null, null, this::snapshot);
  }

  private boolean event(byte[] key, byte[] value) {
    byte[] id = Arrays.copyOfRange(key, Short.BYTES, key.length - Long.BYTES);
    long sequenceNr = Keys.number(key);
    if (!Arrays.equals(id, persistenceId)) {
      findings.count("persistence ids");
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

  private boolean snapshot(byte[] key, byte[] value) {
    int idLength = Short.BYTES + ByteBuffer.wrap(key).getShort();
    if (key.length > idLength) {
      findings.count("snapshots");
      decode(Table.SNAPSHOTS, key, value);
      long highest = JournalEnd.of(database, Arrays.copyOfRange(key, Short.BYTES, idLength));
      if (Keys.number(key) > highest) {
        findings.violation(
            Table.SNAPSHOTS, key, "the last event is " + highest + ": those up to it are missing");
      }
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
