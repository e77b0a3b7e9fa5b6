package swarmline.engine.worker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.task.Settlement;
import swarmline.engine.worker.WorkerEvent.QualificationRemoved;
import swarmline.engine.worker.WorkerEvent.QualificationSet;
import swarmline.engine.worker.WorkerEvent.RestrictionLifted;
import swarmline.engine.worker.WorkerEvent.RestrictionSet;
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
 */
public record WorkerState(
    Map<AssignmentId, Instant> open,
    Map<AssignmentId, Settled> remembered,
    Map<String, Integer> done,
    Map<String, Long> earned,
    Map<Settlement.Verdict, Long> ended,
    Map<String, String> qualifications,
    List<Restriction> restrictions,
    long ledger) {

  /** A worker of whom nothing is stored. */
  public static WorkerState unknown() {
    return new WorkerState(
        Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of(), 0);
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
      List<Restriction> next = state.without(set.pool());
      next.add(new Restriction(set.pool(), set.reason(), set.until(), set.at()));
      return state.with(state.qualifications, next);
    }
    return state.with(state.qualifications, state.without(((RestrictionLifted) event).pool()));
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
      nextLedger = settled.sequence();
    }
    event.forgotten().forEach(nextRemembered::remove);
    return new WorkerState(
        nextOpen,
        nextRemembered,
        nextDone,
        nextEarned,
        nextEnded,
        qualifications,
        restrictions,
        nextLedger);
  }

  private static boolean answered(Settlement settlement) {
    return settlement.verdict() == Settlement.Verdict.APPROVED
        || settlement.verdict() == Settlement.Verdict.REJECTED;
  }

  private List<Restriction> without(String pool) {
    var others = new ArrayList<Restriction>();
    for (Restriction restriction : restrictions) {
      if (!java.util.Objects.equals(restriction.pool(), pool)) {
        others.add(restriction);
      }
    }
    return others;
  }

  private WorkerState with(Map<String, String> newQualifications, List<Restriction> newOnes) {
    return new WorkerState(
        open, remembered, done, earned, ended, newQualifications, newOnes, ledger);
  }

  /** Restrictions in force. */
  public List<Restriction> restrictionsAt(Instant now) {
    return restrictions.stream()
        .filter(restriction -> restriction.until() == null || now.isBefore(restriction.until()))
        .toList();
  }
}
