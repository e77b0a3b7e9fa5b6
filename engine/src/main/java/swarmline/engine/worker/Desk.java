package swarmline.engine.worker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.TaskId;
import swarmline.engine.quality.Agreement;
import swarmline.engine.quality.Observation;
import swarmline.engine.quality.Standing;
import swarmline.engine.task.Settlement;
import swarmline.engine.worker.WorkerEvent.Settled;
import swarmline.engine.worker.WorkerEvent.Taken;
import swarmline.engine.worker.WorkerEvent.WorkRecorded;

/**
 * A worker's assignments as they are now, ahead of what is stored of them: what it holds, what it
 * answered, and what is to be recorded. Not thread-safe.
 *
 * @param <H> what is known of a held assignment
 */
public final class Desk<H> {
  private final Map<AssignmentId, H> held = new LinkedHashMap<>();

  /** Answered, the answer on its way. */
  private final Map<AssignmentId, H> answering = new HashMap<>();

  /** Answered, the settlement yet to come. */
  private final Set<AssignmentId> submitted = new HashSet<>();

  private final Map<AssignmentId, Taken> taken = new LinkedHashMap<>();
  private final Map<AssignmentId, Settled> settled = new LinkedHashMap<>();
  private final Set<AssignmentId> forgotten = new HashSet<>();

  /** What outcomes say of answers, where that is news. */
  private final Map<TaskId, Agreement> agreements = new LinkedHashMap<>();

  /** What rules made of the worker up to then has come to pass; null where that is no news. */
  private Instant carriedOut;

  /** Settled, stored, and in the ledger: whoever settles it again is told so. */
  private final Set<AssignmentId> applied = new HashSet<>();

  /**
   * A lease is the worker's.
   *
   * @return whether that is news
   */
  public boolean take(AssignmentId assignment, H as, Instant expiresAt, WorkerState stored) {
    boolean known =
        answering.containsKey(assignment)
            || submitted.contains(assignment)
            || settledBefore(assignment, stored);
    if (known || held.put(assignment, as) != null) {
      return false;
    }
    if (!expiresAt.equals(stored.open().get(assignment))) {
      taken.put(assignment, new Taken(assignment, expiresAt));
    }
    return true;
  }

  /** The deadline of a held lease moved. */
  public void move(AssignmentId assignment, H as, Instant expiresAt) {
    if (held.replace(assignment, as) != null) {
      taken.put(assignment, new Taken(assignment, expiresAt));
    }
  }

  /** The place of the assignment is free from now on, though its answer is only on its way. */
  public void answering(AssignmentId assignment) {
    H as = held.remove(assignment);
    if (as != null) {
      answering.put(assignment, as);
    }
  }

  /** The answer came to nothing; the lease is as it was. */
  public void answerRefused(AssignmentId assignment) {
    H as = answering.remove(assignment);
    if (as != null) {
      held.put(assignment, as);
    }
  }

  /** The answer is stored, the settlement yet to come. */
  public void submitted(AssignmentId assignment, Instant at, WorkerState stored) {
    held.remove(assignment);
    answering.remove(assignment);
    if (!settledBefore(assignment, stored) && submitted.add(assignment)) {
      if (!stored.open().containsKey(assignment)) {
        taken.putIfAbsent(assignment, new Taken(assignment, at));
      }
    }
  }

  /**
   * The assignment is settled.
   *
   * @param seen what it showed of the worker; may be null
   * @return whether that is news
   */
  public boolean settle(
      AssignmentId assignment,
      Settlement settlement,
      Observation seen,
      Instant at,
      WorkerState stored) {
    held.remove(assignment);
    answering.remove(assignment);
    submitted.remove(assignment);
    if (settledBefore(assignment, stored)) {
      return false;
    }
    long sequence = stored.ledger() + settled.size() + 1;
    settled.put(assignment, new Settled(assignment, settlement, sequence, at, seen));
    return true;
  }

  private boolean settledBefore(AssignmentId assignment, WorkerState stored) {
    return settled.containsKey(assignment) || stored.remembered().containsKey(assignment);
  }

  /** The assignment's task will never settle it again. */
  public void forget(AssignmentId assignment, WorkerState stored) {
    if (stored.remembered().containsKey(assignment)) {
      forgotten.add(assignment);
    }
    applied.remove(assignment);
  }

  /** Outcomes say this of the worker's answers; what changes nothing that is kept is no news. */
  public void learn(List<Agreement> outcomes, WorkerState stored) {
    for (Agreement one : outcomes) {
      Standing standing = stored.standings().get(one.task().pool().code());
      if (standing == null) {
        continue;
      }
      if (standing.agreeing(one.task().number(), one.agrees()).equals(standing)) {
        agreements.remove(one.task());
      } else {
        agreements.put(one.task(), one);
      }
    }
  }

  /** Whatever rules made of the worker up to then has come to pass. */
  public void carriedOut(Instant upTo) {
    carriedOut = upTo;
  }

  public boolean isApplied(AssignmentId assignment) {
    return applied.contains(assignment);
  }

  public void applied(Collection<AssignmentId> assignments) {
    applied.addAll(assignments);
  }

  // What is to be recorded

  public int unrecorded() {
    int news = carriedOut == null ? 0 : 1;
    return taken.size() + settled.size() + forgotten.size() + agreements.size() + news;
  }

  /** Whether there are settlements to be recorded, which are final, and announced, only then. */
  public boolean unrecordedSettlements() {
    return !settled.isEmpty();
  }

  /** All that is to be recorded, as one event; what was taken and settled since is settled only. */
  public WorkRecorded record() {
    List<Taken> stillOpen =
        taken.values().stream().filter(one -> !settled.containsKey(one.assignment())).toList();
    var event =
        new WorkRecorded(
            stillOpen,
            new ArrayList<>(settled.values()),
            new ArrayList<>(forgotten),
            agreements.isEmpty() ? null : new ArrayList<>(agreements.values()),
            carriedOut);
    taken.clear();
    settled.clear();
    forgotten.clear();
    agreements.clear();
    carriedOut = null;
    return event;
  }

  // What there is

  /** Whether an assignment that is stored as taken may be live, though it is not known as held. */
  public boolean mayBeLive(AssignmentId assignment) {
    return !held.containsKey(assignment)
        && !answering.containsKey(assignment)
        && !submitted.contains(assignment)
        && !settled.containsKey(assignment);
  }

  public Map<AssignmentId, H> held() {
    return held;
  }

  /** Held assignments of one pool. */
  public int heldOf(java.util.function.Predicate<AssignmentId> which) {
    int count = 0;
    for (AssignmentId assignment : held.keySet()) {
      if (which.test(assignment)) {
        count++;
      }
    }
    return count;
  }

  /** Assignments of the pool that are answered and not yet among those stored as done. */
  public int answeredOf(String pool) {
    int count = 0;
    for (AssignmentId assignment : answering.keySet()) {
      count += in(assignment, pool) ? 1 : 0;
    }
    for (AssignmentId assignment : submitted) {
      count += in(assignment, pool) ? 1 : 0;
    }
    for (Settled one : settled.values()) {
      boolean approved = one.settlement().verdict() == Settlement.Verdict.APPROVED;
      count += approved && in(one.assignment(), pool) ? 1 : 0;
    }
    return count;
  }

  private static boolean in(AssignmentId assignment, String pool) {
    return assignment.task().pool().code().equals(pool);
  }

  /** Whether nothing is held, on its way or to be recorded. */
  public boolean isClear() {
    return held.isEmpty() && answering.isEmpty() && submitted.isEmpty() && unrecorded() == 0;
  }
}
