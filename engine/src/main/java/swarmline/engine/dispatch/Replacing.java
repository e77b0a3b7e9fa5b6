package swarmline.engine.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.worker.WorkerEvent.RuleFired;
import swarmline.engine.worker.WorkerState;

/**
 * What rules have decided and slices have yet to carry out: that others are asked instead of the
 * worker, or that its answers count again where a rule should not have applied. Meanwhile the
 * worker confirms no settlement. So whoever restarts begins again with those that are stored and
 * not confirmed, and nothing else needs to be stored of it.
 */
final class Replacing {
  private final WorkerId worker;
  private final EngineParts parts;

  /** By sweep, the slices that are through with it. */
  private final Map<PoolSweep, Set<PartitionId>> underWay = new HashMap<>();

  private final List<AssignmentId> unconfirmed = new ArrayList<>();
  private Instant askedAt;

  private record PoolSweep(PoolId pool, Sweep sweep) {}

  Replacing(WorkerId worker, EngineParts parts) {
    this.worker = worker;
    this.parts = parts;
  }

  /**
   * Rules applied, or were found not to: the slices of their pools are asked, where that is what
   * follows. What it contradicts is no longer asked for.
   *
   * @param from the moment of the first firing or withdrawal that may be news
   */
  void follow(WorkerState state, Instant from) {
    boolean news = false;
    for (RuleFired fired : state.firedSince(from)) {
      Optional<Sweep> sweep = fired.replaces() ? sweep(state, fired) : Optional.empty();
      if (sweep.isPresent()) {
        var pool = new PoolId(worker.tenant(), fired.pool());
        underWay
            .keySet()
            .removeIf(other -> other.pool.equals(pool) && other.sweep.contradicts(sweep.get()));
        var next = new PoolSweep(pool, sweep.get());
        news |= underWay.putIfAbsent(next, new HashSet<>()) == null;
      }
    }
    if (news) {
      ask();
    }
  }

  /** A withdrawn firing has nothing to restore where another one has the same answers replaced. */
  private Optional<Sweep> sweep(WorkerState state, RuleFired fired) {
    if (fired.withdrawnAt() == null) {
      return Optional.of(Sweep.discounting(worker, fired.at()));
    }
    Instant after = state.replacedUpTo(fired.pool());
    return after.isBefore(fired.at())
        ? Optional.of(Sweep.restoring(worker, after, fired.at()))
        : Optional.empty();
  }

  boolean underWay() {
    return !underWay.isEmpty();
  }

  /** These would be confirmed now; they will be when every sweep is over. */
  void hold(Collection<AssignmentId> assignments) {
    unconfirmed.addAll(assignments);
  }

  /**
   * A slice is through with a sweep. Where that is none that holds any more, and was late, what
   * holds is asked for again.
   *
   * @return what may be confirmed now
   */
  List<AssignmentId> heard(WorkerCommand.Swept from, WorkerState state) {
    var sweep = new PoolSweep(from.partition().pool(), from.sweep());
    Set<PartitionId> through = underWay.get(sweep);
    if (through == null) {
      if (isWrong(sweep, state)) {
        follow(state, Instant.MIN);
      }
      return List.of();
    }
    through.add(from.partition());
    if (through.size() == from.partition().count()) {
      underWay.remove(sweep);
    }
    if (underWay()) {
      return List.of();
    }
    List<AssignmentId> free = List.copyOf(unconfirmed);
    unconfirmed.clear();
    return free;
  }

  private static boolean isWrong(PoolSweep asked, WorkerState state) {
    Instant replaced = state.replacedUpTo(asked.pool.code());
    Sweep sweep = asked.sweep;
    return sweep.restores() ? sweep.after().isBefore(replaced) : replaced.isBefore(sweep.upTo());
  }

  /** Asks again where that has been long ago: messages may have been lost. */
  void tick(Instant now) {
    if (underWay() && !now.isBefore(askedAt.plus(parts.settings().resendSettlement()))) {
      ask();
    }
  }

  private void ask() {
    askedAt = parts.clock().instant();
    underWay.forEach(
        (sweep, through) ->
            parts
                .directory()
                .find(sweep.pool)
                .ifPresent(pool -> ask(sweep, through, pool.partitions())));
  }

  private void ask(PoolSweep asked, Set<PartitionId> through, int slices) {
    for (int index = 0; index < slices; index++) {
      var slice = new PartitionId(asked.pool, index, slices);
      if (!through.contains(slice)) {
        parts.entities().tell(slice, new PartitionCommand.SweepTasks(asked.sweep));
      }
    }
  }
}
