package swarmline.engine.dispatch;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import swarmline.engine.dispatch.PartitionCommand.Claim;
import swarmline.engine.dispatch.PartitionCommand.Explain;
import swarmline.engine.dispatch.PartitionCommand.Line;
import swarmline.engine.dispatch.PartitionCommand.Missing;
import swarmline.engine.dispatch.PartitionCommand.RulesAre;
import swarmline.engine.dispatch.WorkerCommand.NothingNow;
import swarmline.engine.dispatch.WorkerCommand.WorkAvailable;
import swarmline.engine.partition.Eligibility;
import swarmline.engine.partition.GoldTurns;
import swarmline.engine.partition.IndexedTask;
import swarmline.engine.partition.SpotChecks;
import swarmline.engine.partition.WaitingLine;
import swarmline.engine.partition.WaitingLine.Served;
import swarmline.engine.pool.GoldPolicy;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.TrustPolicy;
import swarmline.engine.task.Refusal;
import swarmline.engine.worker.WorkerProfile;

/**
 * Who gets which task of a slice: the claim of a worker goes to the first task in order that would
 * have it, and workers for whom there is none wait in a line.
 */
final class Offering {
  private final Slice slice;
  private final TaskChildren tasks;
  private final DefinitionsAhead ahead;
  private final PublishQueue publishing;
  private final PartitionModel model;
  private final InstantSource clock;
  private final WaitingLine<Claim> line = new WaitingLine<>();

  Offering(
      Slice slice,
      TaskChildren tasks,
      DefinitionsAhead ahead,
      PublishQueue publishing,
      PartitionModel model,
      InstantSource clock) {
    this.slice = slice;
    this.tasks = tasks;
    this.ahead = ahead;
    this.publishing = publishing;
    this.model = model;
    this.clock = clock;
  }

  /** How many workers wait. */
  int waiting() {
    return line.size();
  }

  void leave(String worker) {
    line.leave(worker);
  }

  /** A worker asks; called only while work may be granted. */
  void claim(Claim claim) {
    if (claim.request() != null) {
      remind(claim);
    }
    if (claim.only() != 0) {
      claimOne(claim);
      return;
    }
    Refusal why = offer(claim);
    if (why == null) {
      line.leave(claim.id().name());
      return;
    }
    boolean waits = claim.line() != Line.NONE && passes(why);
    if (waits) {
      line.join(claim.id().name(), claim);
    }
    claim.worker().tell(new NothingNow(slice.partition(), coming(claim), why));
  }

  /** Whether waiting in the line helps. */
  private static boolean passes(Refusal why) {
    return why == Refusal.NOTHING_TO_OFFER || why == Refusal.POOL_HOLDS_ENOUGH;
  }

  /** Leases of the worker that it did not know of when it asked. */
  private int coming(Claim claim) {
    return Math.max(0, slice.holders().count(claim.id().name()) - claim.known());
  }

  /**
   * Hands claims to tasks until the worker has what it has room for. What it knows of may have
   * ended meanwhile, so what is handed out here is counted, not looked up again.
   *
   * @return why it gets no more; null where it gets all
   */
  private Refusal offer(Claim claim) {
    String worker = claim.id().name();
    for (int room = claim.want() - coming(claim); room > 0; room--) {
      Eligibility eligibility = eligibility(worker, claim.profile(), true);
      Optional<Refusal> refusal = eligibility.refusal();
      if (refusal.isPresent()) {
        return refusal.get();
      }
      Optional<IndexedTask> task = next(worker, eligibility);
      if (task.isEmpty()) {
        return Refusal.NOTHING_TO_OFFER;
      }
      send(claim, task.get());
    }
    return null;
  }

  /** The first task in order that would have the worker, or a gold in its place. */
  private Optional<IndexedTask> next(String worker, Eligibility eligibility) {
    Optional<IndexedTask> first = slice.index().first(worker);
    GoldPolicy gold = slice.pool().spec().gold();
    if (first.isEmpty() || !gold.apart()) {
      return first;
    }
    var turns = new GoldTurns(gold.every(), slice.pool().drawnBy());
    return turns.isGold(worker, eligibility.doneAndHeld())
        ? slice.index().firstGold(worker).or(() -> first)
        : first;
  }

  private Eligibility eligibility(String worker, WorkerProfile profile, boolean taskForWorker) {
    return new Eligibility(
        slice.pool(),
        profile,
        slice.holders().count(worker),
        slice.holders().all(),
        atOnce(),
        model.accuracy(slice.pool(), worker),
        taskForWorker,
        clock.instant());
  }

  private int atOnce() {
    return slice
        .pool()
        .spec()
        .limits()
        .atOnceOf(slice.partition().index(), slice.partition().count());
  }

  private void send(Claim claim, IndexedTask task) {
    slice.holders().plus(claim.id().name(), task.number());
    slice.index().claimSent(task, claim.id().name());
    tasks.tell(
        task.number(),
        new TaskCommand.Claim(
            claim.id(),
            claim.worker(),
            claim.request(),
            claim.only() != 0,
            trust(claim, task.number())));
    ahead.refill(slice.index());
  }

  /** How likely a trusted worker is to be right, where others need not be asked too; else null. */
  private Double trust(Claim claim, long task) {
    TrustPolicy policy = slice.pool().spec().redundancy().trusted();
    Double trust = claim.profile().trust();
    return policy == null
            || trust == null
            || new SpotChecks(policy.spotChecks(), slice.pool().drawnBy())
                .isChecked(claim.id().name(), task)
        ? null
        : trust;
  }

  private void claimOne(Claim claim) {
    String worker = claim.id().name();
    Optional<IndexedTask> task = slice.index().find(claim.only());
    Optional<Refusal> refusal =
        task.filter(known -> !known.ended()).isEmpty()
            ? Optional.of(
                publishing.numbered(claim.only()) ? Refusal.TASK_ENDED : Refusal.UNKNOWN_TASK)
            : eligibility(worker, claim.profile(), true).refusal();
    boolean holdsIt = slice.holders().of(worker).contains(claim.only());
    if (refusal.isPresent() && !holdsIt) {
      claim.worker().tell(new NothingNow(slice.partition(), 0, refusal.get()));
    } else if (holdsIt) {
      tasks.tell(claim.only(), new TaskCommand.Remind(claim.id(), claim.worker()));
    } else {
      send(claim, task.orElseThrow());
    }
  }

  /** The same request finds the leases that it got before. */
  private void remind(Claim claim) {
    for (long number : List.copyOf(slice.holders().of(claim.id().name()))) {
      boolean same =
          slice
              .index()
              .find(number)
              .filter(
                  task ->
                      task.live().stream()
                          .anyMatch(lease -> claim.request().equals(lease.request())))
              .isPresent();
      if (same) {
        tasks.tell(number, new TaskCommand.Remind(claim.id(), claim.worker()));
      }
    }
  }

  /** A worker misses leases that it should have: each task that it holds says so again. */
  void missing(Missing missing) {
    List.copyOf(slice.holders().of(missing.id().name()))
        .forEach(
            number -> tasks.tell(number, new TaskCommand.Remind(missing.id(), missing.worker())));
  }

  /** The task would not have the worker: the index was wrong, and is right by now. */
  void refused(TaskCommand.Claim claim, Refusal refusal) {
    if (claim.only()) {
      claim.worker().tell(new NothingNow(slice.partition(), 0, refusal));
    } else {
      // The worker asks again with all that it has room for.
      claim.worker().tell(new WorkAvailable(slice.partition()));
    }
  }

  /**
   * A claim came to nothing because its task could not be read. The worker is not told that there
   * is work, lest it go through all tasks of a store that is away; it asks elsewhere, and here a
   * little later.
   */
  void unreadable(TaskCommand.Claim claim, Refusal why) {
    line.leave(claim.id().name());
    Refusal said = claim.only() ? why : Refusal.TRY_AGAIN;
    claim.worker().tell(new NothingNow(slice.partition(), 0, said));
  }

  /**
   * Whatever can be given to those who wait is given, first come first served; called only while
   * work may be granted.
   */
  void serveLine() {
    if (line.isEmpty() || slice.pool().status() != PoolStatus.OPEN) {
      return;
    }
    line.serve((worker, claim) -> serve(claim));
  }

  private Served serve(Claim claim) {
    if (slice.index().offerable() == 0) {
      return Served.STAYS_LAST;
    }
    Refusal why = claim.line() == Line.NUDGE ? nudge(claim) : offer(claim);
    if (why == null) {
      return Served.LEAVES;
    }
    if (why == Refusal.POOL_HOLDS_ENOUGH) {
      return Served.STAYS_LAST;
    }
    if (passes(why)) {
      return Served.STAYS;
    }
    claim.worker().tell(new NothingNow(slice.partition(), coming(claim), why));
    return Served.LEAVES;
  }

  private Refusal nudge(Claim claim) {
    String worker = claim.id().name();
    boolean some = slice.index().first(worker).isPresent();
    Optional<Refusal> refusal = eligibility(worker, claim.profile(), some).refusal();
    if (refusal.isEmpty()) {
      claim.worker().tell(new WorkAvailable(slice.partition()));
    }
    return refusal.orElse(null);
  }

  /** Why the worker is, or is not, offered a task here, rule by rule. */
  RulesAre explain(Explain explain) {
    String worker = explain.id().name();
    boolean some = slice.index().first(worker).isPresent();
    return new RulesAre(
        slice.partition(), Explanations.of(eligibility(worker, explain.profile(), some)));
  }
}
