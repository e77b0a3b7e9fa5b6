package swarmline.engine.worker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.quality.Standing;
import swarmline.engine.task.Settlement;
import swarmline.engine.worker.WorkerEvent.RuleFired;
import swarmline.engine.worker.WorkerEvent.Settled;
import swarmline.engine.worker.WorkerEvent.Taken;

/**
 * A worker's state as it is stored. A file format: fields are added, never changed or removed; see
 * {@link WorkerState} for what they mean.
 */
public record WorkerSnapshot(
    List<Taken> open,
    List<Settled> remembered,
    Map<String, Integer> done,
    Map<String, Long> earned,
    Map<Settlement.Verdict, Long> ended,
    Map<String, String> qualifications,
    List<Restriction> restrictions,
    long ledger,
    Map<String, Standing> standings,
    List<RuleFired> firings,
    Instant pendingFrom) {

  public WorkerSnapshot {
    standings = standings == null ? Map.of() : standings;
    firings = firings == null ? List.of() : firings;
  }

  public static WorkerSnapshot of(WorkerState state) {
    List<Taken> open = new ArrayList<>();
    state.open().forEach((assignment, expiresAt) -> open.add(new Taken(assignment, expiresAt)));
    return new WorkerSnapshot(
        open,
        List.copyOf(state.remembered().values()),
        state.done(),
        state.earned(),
        state.ended(),
        state.qualifications(),
        state.restrictions(),
        state.ledger(),
        state.standings(),
        state.firings(),
        state.pendingFrom());
  }

  public WorkerState state() {
    Map<AssignmentId, Instant> openAgain = new HashMap<>();
    open.forEach(taken -> openAgain.put(taken.assignment(), taken.expiresAt()));
    Map<AssignmentId, Settled> rememberedAgain = new HashMap<>();
    remembered.forEach(settled -> rememberedAgain.put(settled.assignment(), settled));
    return new WorkerState(
        openAgain,
        rememberedAgain,
        done,
        earned,
        ended,
        qualifications,
        restrictions,
        ledger,
        standings,
        firings,
        pendingFrom);
  }
}
