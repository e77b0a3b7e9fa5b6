package swarmline.loadtest.worker;

import swarmline.loadtest.history.Scribe;
import swarmline.loadtest.wire.Field;
import swarmline.loadtest.wire.JsonFields;
import swarmline.loadtest.wire.Rfc3339;

/** What one worker was told and did, as notes of the history; of nothing where none is kept. */
final class Diary {
  private final Shift shift;
  private final Scribe scribe;
  private final int worker;

  Diary(Shift shift, int worker) {
    this.shift = shift;
    this.scribe = shift.scribe;
    this.worker = worker;
  }

  void welcomed() {
    if (scribe != null) {
      scribe.welcomed(worker, shift.time());
    }
  }

  void waiting() {
    if (scribe != null) {
      scribe.waiting(worker, shift.time());
    }
  }

  void disconnected(String why) {
    if (scribe != null) {
      scribe.disconnected(worker, shift.time(), why);
    }
  }

  /**
   * A lease was told of.
   *
   * @return its deadline, in microseconds since 1970
   */
  long leased(JsonFields fields, byte[] assignment, byte[] task, boolean again) {
    long expiresAt =
        Rfc3339.micros(
            fields.bytes(), fields.start(Field.EXPIRES_AT), fields.end(Field.EXPIRES_AT));
    if (scribe != null) {
      scribe.leased(worker, shift.time(), assignment, task, expiresAt, again);
    }
    return expiresAt;
  }

  void asked(Held held) {
    if (scribe == null) {
      return;
    }
    if (held.stage == Held.Stage.ANSWERING) {
      scribe.answered(worker, shift.time(), held.assignment, held.request, held.answer);
    } else {
      scribe.returned(worker, shift.time(), held.assignment, held.request);
    }
  }

  void accepted(Held held) {
    if (scribe == null) {
      return;
    }
    if (held.stage == Held.Stage.ANSWERING) {
      scribe.accepted(worker, shift.time(), held.assignment, held.request);
    } else {
      scribe.returnAccepted(worker, shift.time(), held.assignment, held.request);
    }
  }

  void refused(Held held, String code) {
    if (scribe != null) {
      scribe.refused(worker, shift.time(), held.assignment, held.request, code);
    }
  }

  void revoked(byte[] assignment, String reason) {
    if (scribe != null) {
      scribe.revoked(worker, shift.time(), assignment, reason);
    }
  }

  void expired(byte[] assignment) {
    if (scribe != null) {
      scribe.expired(worker, shift.time(), assignment);
    }
  }

  void settled(JsonFields fields) {
    if (scribe != null) {
      scribe.settled(
          worker,
          shift.time(),
          fields.copy(Field.ASSIGNMENT),
          fields.text(Field.VERDICT),
          fields.number(Field.AMOUNT, 0));
    }
  }
}
