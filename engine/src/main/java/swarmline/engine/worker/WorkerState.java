package swarmline.engine.worker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.pool.Consequence;
import swarmline.engine.quality.Agreement;
import swarmline.engine.quality.Standing;
import swarmline.engine.task.Settlement;
import swarmline.engine.worker.WorkerEvent.FiringWithdrawn;
import swarmline.engine.worker.WorkerEvent.QualificationRemoved;
import swarmline.engine.worker.WorkerEvent.QualificationSet;
import swarmline.engine.worker.WorkerEvent.RestrictionLifted;
import swarmline.engine.worker.WorkerEvent.RestrictionSet;
import swarmline.engine.worker.WorkerEvent.RuleFired;
import swarmline.engine.worker.WorkerEvent.Settled;
import swarmline.engine.worker.WorkerEvent.Taken;
import swarmline.engine.worker.WorkerEvent.WorkRecorded;

/**
 * A worker as its events left it.
 *
 * @param open assignments taken and not settled yet, with their deadlines
 * @param remembered settled assignments whose tasks may yet settle them again
 * @param done approved and rejected assignments, by code of the pool
 * @param earned by currency, in millionths of its unit
 * @param ended assignments by verdict
 * @param ledger how many entries the ledger has
 * @param standings what its work showed, by code of the pool, for pools that keep that
 * @param firings of pools' rules, the latest last, at most {@link #FIRINGS_MAX}
 * @param pendingFrom the moment of the first of them that is not known to have come to pass
 *     everywhere; null where there is none
 */
public record WorkerState(
    Map<AssignmentId, Instant> open,
    Map<AssignmentId, Settled> remembered,
    Map<String, Integer> done,
    Map<String, Long> earned,
    Map<Settlement.Verdict, Long> ended,
    Map<String, String> qualifications,
    List<Restriction> restrictions,
    long ledger,
    Map<String, Standing> standings,
    List<RuleFired> firings,
    Instant pendingFrom) {

  /** The latest firings of rules that are kept for a worker's time-line. */
  public static final int FIRINGS_MAX = 100;

  /** A worker of whom nothing is stored. */
  public static WorkerState unknown() {
    return new WorkerState(
        Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of(), 0, Map.of(),
        List.of(), null);
  }

  /** The state after an event of any type. */
  public static WorkerState after(WorkerState state, WorkerEvent event) {
    if (event instanceof WorkRecorded recorded) {
      return state.after(recorded);
    }
    if (event instanceof QualificationSet set) {
      var next = new HashMap<>(state.qualifications);
      next.put(set.name(), set.value());
      return state.with(next, state.restrictions);
    }
    if (event instanceof QualificationRemoved removed) {
      var next = new HashMap<>(state.qualifications);
      next.remove(removed.name());
      return state.with(next, state.restrictions);
    }
    if (event instanceof RestrictionSet set) {
      var next = new Restriction(set.pool(), set.reason(), set.until(), set.at());
      return state.with(state.qualifications, state.withRestriction(next));
    }
    if (event instanceof RuleFired fired) {
      return state.after(fired);
    }
    if (event instanceof FiringWithdrawn withdrawn) {
      return state.after(withdrawn);
    }
    return state.with(state.qualifications, state.without((RestrictionLifted) event));
  }

  private WorkerState after(RuleFired fired) {
    Map<String, Standing> nextStandings = new HashMap<>(standings);
    nextStandings.merge(
        fired.pool(), Standing.NEW, (standing, none) -> standing.actedOn(fired.rule()));
    int drop = Math.max(0, firings.size() + 1 - FIRINGS_MAX);
    List<RuleFired> nextFirings = new ArrayList<>(firings.subList(drop, firings.size()));
    nextFirings.add(fired);
    Map<String, String> nextQualifications = qualifications;
    if (fired.consequence().action() == Consequence.Action.QUALIFY) {
      nextQualifications = new HashMap<>(qualifications);
      nextQualifications.put(fired.consequence().qualification(), fired.consequence().value());
    }
    return with(
        nextQualifications,
        restriction(fired).map(this::withRestriction).orElse(restrictions),
        nextStandings,
        nextFirings,
        pendingFrom == null ? fired.at() : pendingFrom);
  }

  private WorkerState after(FiringWithdrawn withdrawn) {
    List<RuleFired> nextFirings = new ArrayList<>();
    Map<String, Standing> nextStandings = new HashMap<>(standings);
    Map<String, String> nextQualifications = new HashMap<>(qualifications);
    List<Restriction> nextRestrictions = new ArrayList<>(restrictions);
    for (RuleFired fired : firings) {
      if (!isThat(withdrawn, fired)) {
        nextFirings.add(fired);
        continue;
      }
      nextFirings.add(fired.withdrawn(withdrawn.at()));
      nextStandings.computeIfPresent(
          fired.pool(),
          (pool, standing) -> standing.notActedOn(fired.rule(), fired.since(), fired.upTo()));
      restriction(fired).ifPresent(nextRestrictions::remove);
      if (fired.consequence().action() == Consequence.Action.QUALIFY) {
        nextQualifications.remove(fired.consequence().qualification(), fired.consequence().value());
      }
    }
    return with(
        nextQualifications,
        nextRestrictions,
        nextStandings,
        nextFirings,
        pendingFrom == null ? withdrawn.at() : pendingFrom);
  }

  private static boolean isThat(FiringWithdrawn withdrawn, RuleFired fired) {
    return fired.pool().equals(withdrawn.pool())
        && fired.rule().equals(withdrawn.rule())
        && fired.at().equals(withdrawn.firedAt());
  }

  private static Optional<Restriction> restriction(RuleFired fired) {
    if (fired.consequence().action() != Consequence.Action.RESTRICT) {
      return Optional.empty();
    }
    String only = fired.consequence().scope() == Consequence.Scope.POOL ? fired.pool() : null;
    return Optional.of(
        new Restriction(
            only, fired.rule(), fired.until(), fired.at(), fired.project(), fired.rule()));
  }

  private WorkerState after(WorkRecorded event) {
    boolean settles = !event.settled().isEmpty();
    Map<AssignmentId, Instant> nextOpen = open;
    if (!event.taken().isEmpty() || (settles && !open.isEmpty())) {
      nextOpen = new HashMap<>(open);
    }
    Map<AssignmentId, Settled> nextRemembered = new HashMap<>(remembered);
    Map<String, Integer> nextDone = settles ? new HashMap<>(done) : done;
    Map<String, Long> nextEarned = settles ? new HashMap<>(earned) : earned;
    Map<Settlement.Verdict, Long> nextEnded = settles ? new HashMap<>(ended) : ended;
    Map<String, Standing> nextStandings = standings;
    long nextLedger = ledger;
    for (Taken taken : event.taken()) {
      nextOpen.put(taken.assignment(), taken.expiresAt());
    }
    for (Settled settled : event.settled()) {
      Settlement settlement = settled.settlement();
      if (!nextOpen.isEmpty()) {
        nextOpen.remove(settled.assignment());
      }
      nextRemembered.put(settled.assignment(), settled);
      nextEnded.merge(settlement.verdict(), 1L, Long::sum);
      if (settlement.amount() != 0) {
        nextEarned.merge(settlement.currency(), settlement.amount(), Long::sum);
      }
      if (answered(settlement)) {
        nextDone.merge(settled.assignment().task().pool().code(), 1, Integer::sum);
      }
      if (settled.seen() != null) {
        nextStandings = standingsAfter(nextStandings, settled);
      }
      nextLedger = settled.sequence();
    }
    event.forgotten().forEach(nextRemembered::remove);
    if (event.agreements() != null) {
      nextStandings = standingsAfter(nextStandings, event.agreements());
    }
    return new WorkerState(
        nextOpen,
        nextRemembered,
        nextDone,
        nextEarned,
        nextEnded,
        qualifications,
        restrictions,
        nextLedger,
        nextStandings,
        firings,
        event.carriedOut() == null ? pendingFrom : firstFiringAfter(event.carriedOut()));
  }

  private Instant firstFiringAfter(Instant moment) {
    return firings.stream()
        .map(RuleFired::latest)
        .filter(at -> at.isAfter(moment))
        .min(Instant::compareTo)
        .orElse(null);
  }

  private static Map<String, Standing> standingsAfter(
      Map<String, Standing> before, List<Agreement> agreements) {
    Map<String, Standing> next = new HashMap<>(before);
    for (Agreement one : agreements) {
      next.computeIfPresent(
          one.task().pool().code(),
          (pool, standing) -> standing.agreeing(one.task().number(), one.agrees()));
    }
    return next;
  }

  private static Map<String, Standing> standingsAfter(
      Map<String, Standing> before, Settled settled) {
    String pool = settled.assignment().task().pool().code();
    Map<String, Standing> next = new HashMap<>(before);
    if (settled.settlement().verdict() == Settlement.Verdict.ADJUSTED) {
      next.computeIfPresent(
          pool,
          (code, standing) ->
              standing.corrected(settled.assignment().task().number(), settled.seen().right()));
      return next;
    }
    next.put(
        pool,
        before
            .getOrDefault(pool, Standing.NEW)
            .after(
                settled.assignment().task().number(),
                settled.settlement().verdict(),
                settled.seen(),
                settled.at()));
    return next;
  }

  private static boolean answered(Settlement settlement) {
    return settlement.verdict() == Settlement.Verdict.APPROVED
        || settlement.verdict() == Settlement.Verdict.REJECTED;
  }

  /** With this one in the place of an older one of the same origin; what is over is dropped. */
  private List<Restriction> withRestriction(Restriction next) {
    var others = new ArrayList<Restriction>();
    for (Restriction other : restrictions) {
      boolean same =
          Objects.equals(other.pool(), next.pool())
              && Objects.equals(other.project(), next.project())
              && Objects.equals(other.rule(), next.rule());
      if (!same && other.inForce(next.since())) {
        others.add(other);
      }
    }
    others.add(next);
    return others;
  }

  private List<Restriction> without(RestrictionLifted lifted) {
    return restrictions.stream()
        .filter(
            other ->
                !Objects.equals(other.pool(), lifted.pool())
                    || !Objects.equals(other.project(), lifted.project()))
        .toList();
  }

  private WorkerState with(Map<String, String> newQualifications, List<Restriction> newOnes) {
    return with(newQualifications, newOnes, standings, firings, pendingFrom);
  }

  private WorkerState with(
      Map<String, String> newQualifications,
      List<Restriction> newOnes,
      Map<String, Standing> newStandings,
      List<RuleFired> newFirings,
      Instant newPendingFrom) {
    return new WorkerState(
        open,
        remembered,
        done,
        earned,
        ended,
        newQualifications,
        newOnes,
        ledger,
        newStandings,
        newFirings,
        newPendingFrom);
  }

  /**
   * The latest lease of the worker in the pool whose answer others are asked for instead, as rules
   * have it that apply; the epoch where there is none. Where there were so many firings that not
   * all are kept, those that are not are taken to be of that kind.
   */
  public Instant replacedUpTo(String pool) {
    Instant forgotten = firings.size() < FIRINGS_MAX ? Instant.EPOCH : firings.get(0).at();
    return firings.stream()
        .filter(fired -> fired.pool().equals(pool) && fired.replaces())
        .filter(fired -> fired.withdrawnAt() == null)
        .map(RuleFired::at)
        .filter(forgotten::isBefore)
        .max(Instant::compareTo)
        .orElse(forgotten);
  }

  /** Those in force at the moment. */
  public List<Restriction> restrictionsAt(Instant now) {
    return restrictions.stream().filter(restriction -> restriction.inForce(now)).toList();
  }

  /** What rules made of the worker from a moment on. */
  public List<RuleFired> firedSince(Instant from) {
    return firings.stream().filter(fired -> !fired.latest().isBefore(from)).toList();
  }
}
