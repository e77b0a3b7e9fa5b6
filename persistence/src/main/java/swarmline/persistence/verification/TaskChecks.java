package swarmline.persistence.verification;

import java.util.Arrays;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.task.TaskDefinition;
import swarmline.persistence.catalog.OpenRow;
import swarmline.persistence.catalog.RecordRow;
import swarmline.persistence.embedded.Database;
import swarmline.persistence.embedded.Keys;
import swarmline.persistence.embedded.Table;
import swarmline.persistence.serialization.StoredCodec;

/** Tasks: every one is defined, and either open or final. */
final class TaskChecks {
  private final Database database;
  private final Findings findings;

  TaskChecks(Database database, Findings findings) {
    this.database = database;
    this.findings = findings;
  }

  void run() {
    database.scan(Table.TASKS, null, null, this::task);
    database.scan(Table.KEYS, null, null, this::key);
    database.scan(Table.OPEN, null, null, this::open);
    database.scan(Table.RECORDS, null, null, this::record);
    database.scan(Table.ORDER, null, null, this::order);
  }

  private boolean task(byte[] key, byte[] value) {
    findings.count("tasks");
    findings.decodes(
        Table.TASKS,
        key,
        () -> {
          TaskDefinition task = StoredCodec.decode(TaskDefinition.class, value);
          if (!Arrays.equals(Keys.task(task.id()), key)) {
            findings.violation(Table.TASKS, key, "holds the task " + task.id());
          }
        });
    boolean open = database.get(Table.OPEN, key) != null;
    byte[] record = database.get(Table.RECORDS, key);
    boolean settled = record != null && RecordRow.of(record).settled();
    if (open && settled) {
      findings.violation(Table.TASKS, key, "the task is both open and final");
    } else if (!open && !settled) {
      findings.violation(Table.TASKS, key, "the task is neither open nor final");
    }
    return true;
  }

  private boolean key(byte[] key, byte[] value) {
    findings.count("keys");
    byte[] task = Keys.taskOfKey(key, Keys.number(value));
    byte[] definition = database.get(Table.TASKS, task);
    if (definition == null) {
      findings.violation(Table.KEYS, key, "the task " + Keys.number(value) + " is not defined");
    }
    return true;
  }

  private boolean open(byte[] key, byte[] value) {
    findings.count("open tasks");
    findings.decodes(
        Table.OPEN,
        key,
        () -> {
          if (OpenRow.read(Keys.number(key), value).touched()) {
            findings.count("touched tasks");
          }
        });
    if (database.get(Table.TASKS, key) == null) {
      findings.violation(Table.OPEN, key, "the task is not defined");
    }
    return true;
  }

  private boolean record(byte[] key, byte[] value) {
    findings.count("records");
    findings.decodes(
        Table.RECORDS,
        key,
        () -> {
          TaskRecord record = RecordRow.recordOf(value);
          if (!Arrays.equals(Keys.task(record.task()), key)) {
            findings.violation(Table.RECORDS, key, "holds the record of " + record.task());
          }
          byte[] place = Keys.inPool(record.task().pool(), RecordRow.of(value).order());
          if (database.get(Table.ORDER, place) == null) {
            findings.violation(Table.RECORDS, key, "its place in the order is missing");
          }
        });
    if (database.get(Table.TASKS, key) == null) {
      findings.violation(Table.RECORDS, key, "the task is not defined");
    }
    return true;
  }

  private boolean order(byte[] key, byte[] value) {
    byte[] record = database.get(Table.RECORDS, Keys.taskOfKey(key, Keys.number(value)));
    if (record == null || RecordRow.of(record).order() != Keys.number(key)) {
      findings.violation(
          Table.ORDER, key, "the task " + Keys.number(value) + " has no record with this place");
    }
    return true;
  }
}
