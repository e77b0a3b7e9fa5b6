package swarmline.engine.task;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import swarmline.engine.consensus.Aggregators;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.pool.LeasePolicy.LateAnswer;
import swarmline.engine.pool.RedundancyPolicy;
import swarmline.engine.task.Assignment.Status;
import swarmline.engine.task.Settlement.Verdict;
import swarmline.engine.task.TaskEvent.AnswerAccepted;
import swarmline.engine.task.TaskEvent.AnswerDiscounted;
import swarmline.engine.task.TaskEvent.AnswerRecorded;
import swarmline.engine.task.TaskEvent.AnswerRestored;
import swarmline.engine.task.TaskEvent.AnswerReviewed;
import swarmline.engine.task.TaskEvent.LeaseExpired;
import swarmline.engine.task.TaskEvent.LeaseGranted;
import swarmline.engine.task.TaskEvent.LeaseRenewed;
import swarmline.engine.task.TaskEvent.LeaseReturned;
import swarmline.engine.task.TaskEvent.LeaseSkipped;
import swarmline.engine.task.TaskEvent.PrioritySet;
import swarmline.engine.task.TaskEvent.RedundancySet;
import swarmline.engine.task.TaskEvent.TaskReconsidered;
import swarmline.engine.task.TaskEvent.TaskReopened;

/**
 * Decides what becomes of each command to a task: pure functions of the state, the terms and the
 * moment. Every decision first ends the leases whose time is over, so that no rule below ever sees
 * one. Not thread-safe: what answers came to is kept for the next decision.
 */
public final class TaskRules {
  /** Turns at the most at one task; one that needs more ends contested. */
  public static final int TURNS_MAX = 10_000;

  private final TaskTerms terms;
  private final RunningTally tally;

  public TaskRules(TaskTerms terms) {
    this.terms = terms;
    this.tally = new RunningTally(Aggregators.of(terms.pool()));
  }

  public TaskTerms terms() {
    return terms;
  }

  /** A lease for a worker whose answer is one among others. */
  public Decision claim(TaskState state, String worker, String request, Instant now) {
    return claim(state, worker, request, null, now);
  }

  /**
   * A lease for the worker, the one it holds if it holds one.
   *
   * @param trust how likely the worker is to be right, where its answer alone is to be enough; it
   *     is, where the pool says so and nobody else is at the task; else null
   */
  public Decision claim(TaskState state, String worker, String request, Double trust, Instant now) {
    var draft = draft(state, now);
    Optional<Assignment> held = draft.turns().liveOf(worker);
    if (held.isPresent()) {
      return draft.accepted(held.get().ordinal());
    }
    Optional<Refusal> refusal = refusalOfClaim(draft, worker);
    if (refusal.isPresent()) {
      return draft.refused(refusal.get());
    }
    return draft.accepted(grant(draft, worker, request, trust, now));
  }

  private Optional<Refusal> refusalOfClaim(Draft draft, String worker) {
    TaskDefinition task = terms.definition();
    if (!draft.open()) {
      return Optional.of(Refusal.TASK_ENDED);
    }
    if (!task.reservedFor().isEmpty() && !task.reservedFor().contains(worker)) {
      return Optional.of(Refusal.RESERVED_FOR_OTHERS);
    }
    if (task.unavailableFor().contains(worker)) {
      return Optional.of(Refusal.UNAVAILABLE_FOR_WORKER);
    }
    if (draft.turns().answeredBy(worker)) {
      return Optional.of(Refusal.ALREADY_ANSWERED);
    }
    if (draft.turns().all().stream()
        .anyMatch(turn -> turn.worker().equals(worker) && keepsOut(turn))) {
      return Optional.of(Refusal.GIVEN_BACK_BEFORE);
    }
    return draft.freeSlots() > 0 ? Optional.empty() : Optional.of(Refusal.NO_SLOT_FREE);
  }

  private int grant(Draft draft, String worker, String request, Double trust, Instant now) {
    Turns before = draft.turns();
    int ordinal = before.all().isEmpty() ? terms.firstOrdinal() : before.lastOrdinal() + 1;
    Instant deadline = terms.deadline(now);
    Instant end = deadline.plus(terms.grace());
    Double alone = draft.mayTrust() ? trust : null;
    draft.add(new LeaseGranted(ordinal, worker, now, deadline, end, request, alone));
    return ordinal;
  }

  /**
   * An answer under a lease.
   *
   * @param worker who says it; null where the platform speaks for whoever holds the lease
   * @param json the answer as it came
   */
  public Decision submit(TaskState state, int ordinal, String worker, String json, Instant now) {
    var draft = draft(state, now);
    Optional<Assignment> found = draft.turns().of(ordinal);
    if (found.isEmpty()) {
      return draft.refused(Refusal.UNKNOWN_ASSIGNMENT);
    }
    Assignment turn = found.get();
    if (worker != null && !turn.worker().equals(worker)) {
      return draft.refused(Refusal.NOT_YOUR_ASSIGNMENT);
    }
    Optional<String> answer = CanonicalAnswer.of(terms.pool().answer(), json);
    return switch (turn.status()) {
      case SUBMITTED, APPROVED, REJECTED ->
          answer.isPresent() && answer.get().equals(turn.answer())
              ? draft.accepted(ordinal)
              : draft.refused(Refusal.ANSWER_DIFFERS);
      case RETURNED -> draft.refused(Refusal.LEASE_RETURNED);
      case SKIPPED -> draft.refused(Refusal.LEASE_SKIPPED);
      case REVOKED -> draft.refused(Refusal.LEASE_REVOKED);
      case ADJUSTED -> draft.refused(Refusal.UNKNOWN_ASSIGNMENT);
      case EXPIRED -> late(draft, turn, answer, now);
      case LEASED -> {
        if (answer.isEmpty()) {
          yield draft.refused(Refusal.INVALID_ANSWER);
        }
        count(draft, ordinal, answer.get(), now);
        yield draft.accepted(ordinal);
      }
    };
  }

  /** An answer whose lease had expired: met as before where it comes again, else by the policy. */
  private Decision late(Draft draft, Assignment turn, Optional<String> answer, Instant now) {
    if (turn.answer() != null) {
      return draft.refused(
          answer.filter(turn.answer()::equals).isPresent()
              ? Refusal.LATE_ANSWER_RECORDED
              : Refusal.ANSWER_DIFFERS);
    }
    Optional<Assignment> successor = successor(draft.turns(), turn);
    if (successor.isPresent()) {
      return answer.filter(successor.get().answer()::equals).isPresent()
          ? draft.accepted(successor.get().ordinal())
          : draft.refused(Refusal.ANSWER_DIFFERS);
    }
    if (terms.lateAnswer() == LateAnswer.REJECT) {
      return draft.refused(Refusal.LEASE_EXPIRED);
    }
    return answer.isEmpty()
        ? draft.refused(Refusal.INVALID_ANSWER)
        : keep(draft, turn, answer.get(), now);
  }

  /** A first late answer that the pool does not throw away. */
  private Decision keep(Draft draft, Assignment turn, String answer, Instant now) {
    boolean free =
        draft.open()
            && draft.freeSlots() > 0
            && draft.turns().liveOf(turn.worker()).isEmpty()
            && !draft.turns().answeredBy(turn.worker());
    if (terms.lateAnswer() == LateAnswer.ACCEPT && free) {
      int ordinal = grant(draft, turn.worker(), lateRequest(turn), null, now);
      count(draft, ordinal, answer, now);
      return draft.accepted(ordinal);
    }
    draft.add(new AnswerRecorded(turn.ordinal(), answer, now));
    return draft.refused(Refusal.LATE_ANSWER_RECORDED);
  }

  /** The turn under which a late answer of this one was counted. */
  private static Optional<Assignment> successor(Turns turns, Assignment turn) {
    return turns.all().stream()
        .filter(other -> other.worker().equals(turn.worker()) && other.answer() != null)
        .filter(other -> lateRequest(turn).equals(other.request()))
        .findAny();
  }

  private static String lateRequest(Assignment turn) {
    return "late:" + turn.ordinal();
  }

  private void count(Draft draft, int ordinal, String answer, Instant now) {
    Settlement settlement = terms.approvesAtOnce() ? terms.approved(draft.state(), answer) : null;
    draft.add(new AnswerAccepted(ordinal, answer, now, settlement));
    draft.decide(now);
  }

  /** A later deadline for a live lease, counted from now. */
  public Decision renew(TaskState state, int ordinal, String worker, Instant now) {
    var draft = draft(state, now);
    Optional<Refusal> refusal = refusalOfHolder(draft, ordinal, worker);
    if (refusal.isPresent()) {
      return draft.refused(refusal.get());
    }
    Instant deadline = terms.deadline(now);
    draft.add(new LeaseRenewed(ordinal, now, deadline, deadline.plus(terms.grace())));
    return draft.accepted(ordinal);
  }

  /** The worker gives the assignment back. */
  public Decision giveBack(
      TaskState state, int ordinal, String worker, String reason, Instant now) {
    var draft = draft(state, now);
    if (repeats(draft, ordinal, worker, Status.RETURNED)) {
      return draft.accepted(ordinal);
    }
    Optional<Refusal> refusal = refusalOfHolder(draft, ordinal, worker);
    if (refusal.isPresent()) {
      return draft.refused(refusal.get());
    }
    draft.add(new LeaseReturned(ordinal, reason, now, terms.unpaid(Verdict.RETURNED)));
    draft.limitTurns(now);
    return draft.accepted(ordinal);
  }

  /** The worker does not want this task, now or ever. */
  public Decision skip(TaskState state, int ordinal, String worker, Instant now) {
    var draft = draft(state, now);
    if (repeats(draft, ordinal, worker, Status.SKIPPED)) {
      return draft.accepted(ordinal);
    }
    Optional<Refusal> refusal = refusalOfHolder(draft, ordinal, worker);
    if (refusal.isPresent()) {
      return draft.refused(refusal.get());
    }
    draft.add(new LeaseSkipped(ordinal, now, terms.unpaid(Verdict.SKIPPED)));
    draft.limitTurns(now);
    return draft.accepted(ordinal);
  }

  private static boolean repeats(Draft draft, int ordinal, String worker, Status status) {
    return draft
        .turns()
        .of(ordinal)
        .filter(turn -> turn.status() == status && heldBy(turn, worker))
        .isPresent();
  }

  private static boolean heldBy(Assignment turn, String worker) {
    return worker == null || turn.worker().equals(worker);
  }

  private static Optional<Refusal> refusalOfHolder(Draft draft, int ordinal, String worker) {
    Optional<Assignment> found = draft.turns().of(ordinal);
    if (found.isEmpty()) {
      return Optional.of(Refusal.UNKNOWN_ASSIGNMENT);
    }
    if (!heldBy(found.get(), worker)) {
      return Optional.of(Refusal.NOT_YOUR_ASSIGNMENT);
    }
    return switch (found.get().status()) {
      case LEASED -> Optional.empty();
      case SUBMITTED, APPROVED, REJECTED -> Optional.of(Refusal.ALREADY_SUBMITTED);
      case RETURNED -> Optional.of(Refusal.LEASE_RETURNED);
      case SKIPPED -> Optional.of(Refusal.LEASE_SKIPPED);
      case EXPIRED -> Optional.of(Refusal.LEASE_EXPIRED);
      case REVOKED -> Optional.of(Refusal.LEASE_REVOKED);
      case ADJUSTED -> Optional.of(Refusal.UNKNOWN_ASSIGNMENT);
    };
  }

  /** A submitted answer is approved, or rejected and counts no longer. */
  public Decision review(TaskState state, int ordinal, boolean approve, Instant now) {
    var draft = draft(state, now);
    Optional<Assignment> found = draft.turns().of(ordinal);
    if (found.isEmpty()) {
      return draft.refused(Refusal.UNKNOWN_ASSIGNMENT);
    }
    Status asked = approve ? Status.APPROVED : Status.REJECTED;
    if (found.get().status() == asked) {
      return draft.accepted(ordinal);
    }
    return switch (found.get().status()) {
      case APPROVED, REJECTED -> draft.refused(Refusal.ALREADY_REVIEWED);
      case SUBMITTED -> {
        draft.add(
            new AnswerReviewed(
                ordinal,
                now,
                approve
                    ? terms.approved(draft.state(), found.get().answer())
                    : terms.unpaid(Verdict.REJECTED)));
        draft.decide(now);
        yield draft.accepted(ordinal);
      }
      case LEASED, RETURNED, SKIPPED, EXPIRED, REVOKED, ADJUSTED ->
          draft.refused(Refusal.NOT_SUBMITTED);
    };
  }

  /** Live leases are taken back, one or all. */
  public Decision revoke(TaskState state, int ordinal, RevokeReason reason, Instant now) {
    var draft = draft(state, now);
    for (Assignment turn : draft.turns().live()) {
      if (ordinal == 0 || turn.ordinal() == ordinal) {
        draft.revoke(turn, reason, now);
      }
    }
    draft.limitTurns(now);
    return draft.accepted(ordinal);
  }

  /**
   * Other workers are asked instead of this one: what it answered counts no longer, but for golds,
   * of which the truth is known, and what it holds is taken back. What is settled stays so, and who
   * has answered is not asked again. A task that has its outcome is concerned only where the pool
   * revises outcomes, and then only if it comes to another without the worker.
   *
   * @param upTo the latest lease that is concerned, so that a repetition touches no later one
   */
  public Decision discount(TaskState state, String worker, Instant upTo, Instant now) {
    var draft = draft(state, now);
    TaskState before = draft.state();
    Decision unchanged = draft.accepted(0);
    List<Assignment> counted =
        terms.definition().gold() == null
            ? concerned(draft, worker, upTo).filter(Assignment::counted).toList()
            : List.of();
    if (draft.open()) {
      concerned(draft, worker, upTo)
          .filter(Assignment::live)
          .forEach(turn -> draft.revoke(turn, RevokeReason.WORKER_REPLACED, now));
    } else if (!counted.isEmpty() && terms.revises(draft.state())) {
      draft.add(new TaskReconsidered(now));
    } else {
      return unchanged;
    }
    counted.forEach(turn -> draft.add(new AnswerDiscounted(turn.ordinal(), now)));
    if (!counted.isEmpty()) {
      draft.decide(now);
    }
    draft.limitTurns(now);
    return unlessTheSame(before, draft, unchanged);
  }

  /**
   * The worker's answer counts again that others were to be asked for instead, since that should
   * not have been: where there is room for it, and of a task that has its outcome only where the
   * pool revises outcomes. Where others have taken its place it stays out.
   *
   * @param after the latest lease whose answer stays out, as some other reason for that holds
   * @param upTo the latest lease that is concerned
   */
  public Decision restore(
      TaskState state, String worker, Instant after, Instant upTo, Instant now) {
    var draft = draft(state, now);
    Decision unchanged = draft.accepted(0);
    Optional<Assignment> discounted =
        concerned(draft, worker, upTo)
            .filter(turn -> turn.leasedAt().isAfter(after) && turn.discounted())
            .findAny();
    if (discounted.isEmpty() || !(draft.open() || terms.revises(draft.state()))) {
      return unchanged;
    }
    if (!draft.open()) {
      draft.add(new TaskReconsidered(now));
    }
    draft.add(new AnswerRestored(discounted.get().ordinal(), now));
    if (draft.freeSlots() < 0) {
      return unchanged;
    }
    draft.decide(now);
    draft.limitTurns(now);
    return draft.accepted(0);
  }

  private static Stream<Assignment> concerned(Draft draft, String worker, Instant upTo) {
    return draft.turns().all().stream()
        .filter(turn -> turn.worker().equals(worker) && !turn.leasedAt().isAfter(upTo));
  }

  /** An ended task whose outcome would be the one that it had before is left as it is. */
  private static Decision unlessTheSame(TaskState before, Draft draft, Decision unchanged) {
    boolean same =
        before instanceof TaskState.Ended was
            && draft.state() instanceof TaskState.Ended is
            && was.outcome() == is.outcome()
            && Objects.equals(was.value(), is.value());
    return same ? unchanged : draft.accepted(0);
  }

  /**
   * What is known of workers by now makes another outcome of an ended task, in a pool that revises
   * outcomes; nothing where it does not settle the task on another value.
   *
   * @param estimate of the answers that count, by what the model knows now; its turns are not asked
   */
  public Decision reweigh(TaskState state, Estimate estimate, Instant now) {
    var draft = draft(state, now);
    TaskState before = draft.state();
    Decision unchanged = draft.accepted(0);
    if (terms.mixedIn() || !terms.weighs() || !terms.revises(before)) {
      return unchanged;
    }
    draft.add(new TaskReconsidered(now));
    draft.decide(estimate.following(draft.turns().countedOrdinals()), now);
    boolean resolved =
        draft.state() instanceof TaskState.Ended is && is.outcome() == OutcomeKind.RESOLVED;
    return resolved ? unlessTheSame(before, draft, unchanged) : unchanged;
  }

  /** More or fewer answers are wanted; the newest leases beyond the number are taken back. */
  public Decision setRedundancy(TaskState state, int redundancy, Instant now) {
    var draft = draft(state, now);
    if (!draft.open()) {
      return redundancy == draft.redundancy()
          ? draft.accepted(0)
          : draft.refused(Refusal.TASK_ENDED);
    }
    if (redundancy < 1 || redundancy > RedundancyPolicy.MAX) {
      return draft.refused(Refusal.REDUNDANCY_OUT_OF_RANGE);
    }
    if (redundancy < draft.turns().counted()) {
      return draft.refused(Refusal.REDUNDANCY_BELOW_ANSWERS);
    }
    int wanted = draft.redundancyFrom(redundancy);
    boolean unsaid = draft.state().trusted(terms).isPresent();
    if (wanted != draft.redundancy() || unsaid) {
      draft.add(new RedundancySet(wanted, now));
      draft.revokeBeyondRedundancy(now);
      draft.decide(now);
    }
    return draft.accepted(0);
  }

  public Decision setPriority(TaskState state, int priority, Instant now) {
    var draft = draft(state, now);
    boolean other = priority != draft.state().priority(terms);
    if (!draft.open() && other) {
      return draft.refused(Refusal.TASK_ENDED);
    }
    if (other) {
      draft.add(new PrioritySet(priority, now));
    }
    return draft.accepted(0);
  }

  /** The pool's policy may have changed: fewer answers may be wanted, or those there may do. */
  public Decision reconsider(TaskState state, Instant now) {
    var draft = draft(state, now);
    if (draft.open() && draft.turns().counted() > 0) {
      draft.decide(now);
    }
    if (draft.open()) {
      draft.revokeBeyondRedundancy(now);
    }
    return draft.accepted(0);
  }

  /** The pool's model says what the counted answers come to; a stale estimate does no harm. */
  public Decision consider(TaskState state, Estimate estimate, Instant now) {
    var draft = draft(state, now);
    draft.decide(estimate, now);
    return draft.accepted(0);
  }

  /**
   * The truth of a gold is another than was declared: what it made of answers is put right, and of
   * the outcome too.
   *
   * @param json the truth as it came
   */
  public Decision correctGold(TaskState state, String json, Instant now) {
    var draft = draft(state, now);
    if (terms.definition().gold() == null) {
      return draft.refused(Refusal.TASK_NO_GOLD);
    }
    Optional<String> truth = CanonicalAnswer.of(terms.pool().answer(), json);
    if (truth.isEmpty()) {
      return draft.refused(Refusal.INVALID_ANSWER);
    }
    GoldCorrection.make(draft, terms, truth.get(), now);
    return draft.accepted(0);
  }

  /** The task ends without a value, because someone or the pool's end says so. */
  public Decision end(TaskState state, OutcomeKind outcome, Instant now) {
    var draft = draft(state, now);
    if (draft.state() instanceof TaskState.Ended ended) {
      return ended.outcome() == outcome ? draft.accepted(0) : draft.refused(Refusal.TASK_ENDED);
    }
    draft.endWithoutValue(outcome, RevokeReason.TASK_CANCELLED, 0, null, now);
    return draft.accepted(0);
  }

  /** The task takes answers again; it wants at least one more than it has. */
  public Decision reopen(TaskState state, Integer redundancy, Instant now) {
    var draft = draft(state, now);
    if (draft.open()) {
      return draft.refused(Refusal.TASK_NOT_ENDED);
    }
    int least = draft.turns().counted() + 1;
    int wanted =
        redundancy == null ? Math.max(least, state.untrustingRedundancy(terms)) : redundancy;
    if (wanted < 1 || wanted > RedundancyPolicy.MAX) {
      return draft.refused(Refusal.REDUNDANCY_OUT_OF_RANGE);
    }
    if (wanted < least) {
      return draft.refused(Refusal.REDUNDANCY_BELOW_ANSWERS);
    }
    draft.add(new TaskReopened(wanted, now));
    return draft.accepted(0);
  }

  /** What the clock brought about: ended leases, reviews that became approvals. */
  public Decision look(TaskState state, Instant now) {
    var draft = draft(state, now);
    if (terms.approvesByItself()) {
      draft.turns().all().stream()
          .filter(turn -> turn.status() == Status.SUBMITTED)
          .filter(turn -> !now.isBefore(terms.approvedAt(turn.endedAt())))
          .forEach(
              turn ->
                  draft.add(
                      new AnswerReviewed(
                          turn.ordinal(), now, terms.approved(draft.state(), turn.answer()))));
    }
    return draft.accepted(0);
  }

  /** Names of the workers that the task would refuse, whatever slots are free. */
  public List<String> excluded(TaskState state) {
    return state.turns().all().stream()
        .filter(this::keepsOut)
        .map(Assignment::worker)
        .distinct()
        .toList();
  }

  private boolean keepsOut(Assignment turn) {
    return switch (turn.status()) {
      case LEASED, SUBMITTED, APPROVED, REJECTED, SKIPPED -> true;
      case RETURNED, EXPIRED -> !terms.offersAgainAfterReturn();
      case REVOKED -> terms.mixedIn();
      case ADJUSTED -> false;
    };
  }

  /** When the clock next has something to say: a lease's end, an approval that falls due. */
  public Optional<Instant> nextLook(TaskState state) {
    return state.turns().all().stream()
        .flatMap(
            turn -> {
              if (turn.live()) {
                return Optional.of(turn.holdsUntil()).stream();
              }
              return turn.status() == Status.SUBMITTED && terms.approvesByItself()
                  ? Optional.of(terms.approvedAt(turn.endedAt())).stream()
                  : Optional.<Instant>empty().stream();
            })
        .min(Comparator.naturalOrder());
  }

  private Draft draft(TaskState state, Instant now) {
    var draft = new Draft(terms, tally, state);
    List<Assignment> overdue = state.turns().overdue(now);
    for (Assignment turn : overdue) {
      draft.add(new LeaseExpired(turn.ordinal(), now, terms.unpaid(Verdict.EXPIRED)));
    }
    if (!overdue.isEmpty()) {
      draft.limitTurns(now);
    }
    return draft;
  }
}
