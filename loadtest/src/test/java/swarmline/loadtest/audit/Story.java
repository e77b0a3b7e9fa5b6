package swarmline.loadtest.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import swarmline.loadtest.history.Note;
import swarmline.loadtest.history.Note.StoredAnswer;

/**
 * A small run without a fault, to plant one in: pool {@code p} wants two answers for each of its
 * tasks {@code p-1} and {@code p-2}; workers {@code w-0} and {@code w-1} do both, and {@code w-2}
 * let a lease on {@code p-2} expire before. Times are in milliseconds here.
 */
final class Story {
  private static final long MICROS = 1000;
  private static final long LEASE = 1_000;
  private static final long REWARD = 20_000;

  private final List<Note> notes = new ArrayList<>();

  Story() {
    notes.add(
        new Note.PoolMade(
            "p",
            "{\"redundancy\":{\"answers\":2},\"consensus\":{\"rule\":\"fixed\"},"
                + "\"lease\":{\"seconds\":1},\"reward\":{\"amount\":20000}}"));
    notes.add(new Note.Publishing(ms(1), "p", "lt", 0, 2));
    notes.add(new Note.Published(ms(5), "p", "lt", 0, 2));
    for (int worker = 0; worker < 3; worker++) {
      notes.add(new Note.WorkerNamed(worker, "w-" + worker));
      notes.add(new Note.Welcomed(worker, ms(10)));
    }
    expired(2, "p-2.1", 100);
    done(0, "p-1.1", 100);
    done(1, "p-1.2", 110);
    done(0, "p-2.2", 2_000);
    done(1, "p-2.3", 2_010);
    notes.add(new Note.RunEnded(ms(5_000), true));
    notes.add(new Note.TruthRead(ms(6_000)));
    for (int task = 1; task <= 2; task++) {
      notes.add(new Note.StoredTask("p", "p-" + task, key(task), "resolved"));
      notes.add(
          new Note.StoredOutcome("p", "p-" + task, key(task), "resolved", "\"yes\"", 2, ms(3_000)));
    }
  }

  /** The times of the story in the history's unit. */
  static long ms(long millis) {
    return millis * MICROS;
  }

  static String key(int task) {
    return "lt-00000000" + (task - 1);
  }

  Story with(Note note) {
    notes.add(note);
    return this;
  }

  /** Without the notes that have this text in them. */
  Story without(Class<? extends Note> kind, String having) {
    notes.removeIf(note -> kind.isInstance(note) && note.toString().contains(having));
    return this;
  }

  /** With one note of the kind told otherwise. */
  <N extends Note> Story change(Class<N> kind, String having, UnaryOperator<N> change) {
    notes.replaceAll(
        note ->
            kind.isInstance(note) && note.toString().contains(having)
                ? change.apply(kind.cast(note))
                : note);
    return this;
  }

  /** Another turn, stored and told, that was answered after 50 ms and settled. */
  Story done(int worker, String assignment, long at) {
    notes.add(leased(worker, assignment, at));
    notes.add(new Note.Answered(worker, ms(at + 40), assignment, 7, "\"yes\""));
    notes.add(new Note.Accepted(worker, ms(at + 60), assignment, 7));
    notes.add(new Note.Settled(worker, ms(at + 60), assignment, "approved", REWARD));
    notes.add(stored(worker, assignment, at, "approved", true, at + 50));
    notes.add(new Note.StoredLedgerLine("w-" + worker, assignment, "approved", REWARD));
    return this;
  }

  /** Another turn, stored and told, that nobody answered. */
  Story expired(int worker, String assignment, long at) {
    notes.add(leased(worker, assignment, at));
    notes.add(new Note.Expired(worker, ms(at + LEASE + 3), assignment));
    notes.add(stored(worker, assignment, at, "expired", false, at + LEASE + 2));
    return this;
  }

  static StoredAnswer stored(
      int worker, String assignment, long at, String state, boolean counted, long end) {
    String task = assignment.substring(0, assignment.indexOf('.'));
    return new StoredAnswer(
        "p",
        assignment,
        task,
        key(Integer.parseInt(task.substring(2))),
        "w-" + worker,
        state.equals("approved") ? "\"yes\"" : "",
        state,
        counted,
        ms(at),
        ms(at + LEASE),
        state.equals("approved") ? ms(end) : 0,
        ms(end));
  }

  static Note.Leased leased(int worker, String assignment, long at) {
    String task = assignment.substring(0, assignment.indexOf('.'));
    return new Note.Leased(worker, ms(at + 1), assignment, task, ms(at + LEASE), false);
  }

  /** What the audit makes of it. */
  Findings audit() {
    var evidence = new Evidence();
    notes.forEach(evidence::add);
    return Audit.of(evidence);
  }
}
