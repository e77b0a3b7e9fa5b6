package swarmline.loadtest.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import swarmline.loadtest.history.HistoryReader;
import swarmline.loadtest.history.Note;
import swarmline.loadtest.history.Note.StoredLedgerLine;
import swarmline.loadtest.history.Note.StoredTask;

/** A whole history, ordered by what it is about. */
public final class Evidence {
  private final Map<Class<? extends Note>, Consumer<Note>> handlers = new HashMap<>();
  private final Map<String, PoolFacts> pools = new HashMap<>();
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<Integer, Attendance> attendance = new HashMap<>();
  private final Map<String, Integer> workers = new HashMap<>();
  private final Map<String, TaskFacts> tasks = new LinkedHashMap<>();
  private final Map<String, Turn> turns = new LinkedHashMap<>();
  private final List<StoredTask> storedTasks = new ArrayList<>();
  private final List<StoredLedgerLine> ledger = new ArrayList<>();
  private final Map<String, Long> earned = new HashMap<>();
  private final Map<String, Long> lastPublished = new HashMap<>();
  private final KeyRanges acknowledged = new KeyRanges();
  private final KeyRanges offered = new KeyRanges();
  private final Outages outages = new Outages();
  private long truthReadAt;
  private boolean drained;

  /** Reads a history file. */
  public static Evidence of(Path history) throws IOException {
    var evidence = new Evidence();
    HistoryReader.read(history, evidence::add);
    return evidence;
  }

  Evidence() {
    on(Note.RunStarted.class, note -> {});
    on(Note.RunEnded.class, note -> drained = note.drained());
    on(Note.PoolMade.class, note -> pools.put(note.pool(), PoolFacts.of(note)));
    on(Note.Publishing.class, n -> offered.add(n.pool(), n.series(), n.first(), n.count()));
    on(Note.Published.class, this::published);
    on(Note.WorkerNamed.class, this::named);
    on(Note.Welcomed.class, note -> attendance(note.worker()).welcomed(note.at()));
    on(Note.Disconnected.class, note -> attendance(note.worker()).departed(note.at()));
    on(Note.Leased.class, this::leased);
    on(Note.Answered.class, this::answered);
    on(Note.Accepted.class, n -> told(n.assignment(), n.worker()).acceptedAt = n.at());
    on(Note.Refused.class, this::refused);
    on(Note.Returned.class, this::returned);
    on(Note.ReturnAccepted.class, n -> told(n.assignment(), n.worker()).returnAcceptedAt = n.at());
    on(Note.Revoked.class, n -> told(n.assignment(), n.worker()).revokedAt = n.at());
    on(Note.Expired.class, n -> told(n.assignment(), n.worker()).expiredAt = n.at());
    on(Note.Settled.class, this::settled);
    on(Note.Waiting.class, note -> attendance(note.worker()).waits(note.at()));
    on(Note.StoredWorker.class, note -> earned.put(note.worker(), note.earned()));
    on(Note.ServerDown.class, note -> outages.down(note.at()));
    on(Note.ServerUp.class, note -> outages.up(note.at()));
    on(Note.TruthRead.class, note -> truthReadAt = note.at());
    on(Note.StoredTask.class, this::storedTask);
    on(Note.StoredAnswer.class, this::storedAnswer);
    on(Note.StoredOutcome.class, this::storedOutcome);
    on(Note.StoredLedgerLine.class, ledger::add);
  }

  void add(Note note) {
    handlers.get(note.getClass()).accept(note);
  }

  /**
   * The facts of the task's pool; those of the only pool where the server does not know the task.
   */
  PoolFacts poolOf(TaskFacts task) {
    PoolFacts pool = pools.get(task.pool);
    return pool == null ? pools.values().iterator().next() : pool;
  }

  Collection<TaskFacts> tasks() {
    return tasks.values();
  }

  Collection<Turn> turns() {
    return turns.values();
  }

  /** The task with this id; null where nobody speaks of it. */
  TaskFacts task(String id) {
    return tasks.get(id);
  }

  /** The turn of this assignment; null where nobody speaks of it. */
  Turn turn(String assignment) {
    return turns.get(assignment);
  }

  List<StoredTask> storedTasks() {
    return storedTasks;
  }

  List<StoredLedgerLine> ledger() {
    return ledger;
  }

  /** What each worker has earned in all, by name; only of those that were asked about. */
  Map<String, Long> earned() {
    return earned;
  }

  /** When the last task of the pool was acknowledged; 0 where none was. */
  long lastPublished(String pool) {
    return lastPublished.getOrDefault(pool, 0L);
  }

  /** The workers that were there, by name. */
  Collection<String> workerNames() {
    return workers.keySet();
  }

  KeyRanges acknowledged() {
    return acknowledged;
  }

  KeyRanges offered() {
    return offered;
  }

  Outages outages() {
    return outages;
  }

  /** Microseconds; 0 where the stored truth was never read. */
  long truthReadAt() {
    return truthReadAt;
  }

  /** Whether all that was published should be done. */
  boolean isDrained() {
    return drained;
  }

  String nameOf(int worker) {
    return names.getOrDefault(worker, "worker " + worker);
  }

  /** When the worker of this name was connected; null where it is none of ours. */
  Attendance attendanceOf(String worker) {
    Integer index = workers.get(worker);
    return index == null ? null : attendance(index);
  }

  private <N extends Note> void on(Class<N> kind, Consumer<N> handler) {
    handlers.put(kind, note -> handler.accept(kind.cast(note)));
  }

  private void named(Note.WorkerNamed note) {
    names.put(note.worker(), note.name());
    workers.put(note.name(), note.worker());
  }

  private void published(Note.Published note) {
    acknowledged.add(note.pool(), note.series(), note.first(), note.count());
    lastPublished.merge(note.pool(), note.at(), Math::max);
  }

  private void leased(Note.Leased note) {
    attendance(note.worker()).served();
    Turn turn = turnOf(note.assignment());
    if (turn.told == null) {
      turn.told = new Told(note.worker(), note.task(), note.at(), note.expiresAt());
      taskOf(note.task()).turns.add(turn);
    }
    turn.told.expiresAt = Math.max(turn.told.expiresAt, note.expiresAt());
  }

  private void answered(Note.Answered note) {
    Told told = told(note.assignment(), note.worker());
    told.answeredAt = Told.first(told.answeredAt, note.at());
    told.answer = note.answer();
  }

  private void refused(Note.Refused note) {
    Told told = told(note.assignment(), note.worker());
    told.refusedAt = Told.first(told.refusedAt, note.at());
    told.refusal = note.code();
  }

  private void returned(Note.Returned note) {
    Told told = told(note.assignment(), note.worker());
    told.returnedAt = Told.first(told.returnedAt, note.at());
  }

  private void settled(Note.Settled note) {
    Told told = told(note.assignment(), note.worker());
    if (told.wasSettled()) {
      told.settledDifferently |=
          !told.verdict.equals(note.verdict()) || told.amount != note.amount();
    }
    told.verdict = note.verdict();
    told.amount = note.amount();
  }

  private void storedTask(StoredTask note) {
    storedTasks.add(note);
    TaskFacts task = taskOf(note.task());
    task.pool = note.pool();
    task.key = note.key();
  }

  private void storedAnswer(Note.StoredAnswer note) {
    Turn turn = turnOf(note.assignment());
    turn.listed++;
    turn.stored = note;
    TaskFacts task = taskOf(note.task());
    task.pool = note.pool();
    task.key = note.key();
    if (turn.listed == 1 && (turn.told == null || !turn.told.task.equals(note.task()))) {
      task.turns.add(turn);
    }
  }

  private void storedOutcome(Note.StoredOutcome note) {
    taskOf(note.task()).outcomes.add(note);
  }

  private Told told(String assignment, int worker) {
    Turn turn = turnOf(assignment);
    if (turn.told == null) {
      turn.told = new Told(worker, "", 0, 0);
    }
    return turn.told;
  }

  private Turn turnOf(String assignment) {
    return turns.computeIfAbsent(assignment, Turn::new);
  }

  private TaskFacts taskOf(String id) {
    return tasks.computeIfAbsent(id, TaskFacts::new);
  }

  private Attendance attendance(int worker) {
    return attendance.computeIfAbsent(worker, index -> new Attendance());
  }
}
