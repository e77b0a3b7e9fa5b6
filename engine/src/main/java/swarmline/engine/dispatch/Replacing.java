package swarmline.engine.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.Consequence;
import swarmline.engine.worker.WorkerEvent.RuleFired;

/**
 * What rules have decided and slices have yet to carry out: that others are asked instead of the
 * worker. Meanwhile the worker confirms no settlement. So whoever restarts begins again with those
 * that are stored and not confirmed, and nothing else needs to be stored of it.
 */
final class Replacing {
  private final WorkerId worker;
  private final EngineParts parts;

  /** By sweep, the slices that are through with it. */
  private final Map<Sweep, Set<PartitionId>> underWay = new HashMap<>();

  private final List<AssignmentId> unconfirmed = new ArrayList<>();
  private Instant askedAt;

  private record Sweep(PoolId pool, Instant upTo) {}

  Replacing(WorkerId worker, EngineParts parts) {
    this.worker = worker;
    this.parts = parts;
  }

  /** Rules applied: the slices of their pools are asked, where that is what follows. */
  void fired(Collection<RuleFired> all) {
    boolean news = false;
    for (RuleFired fired : all) {
      if (fired.consequence().action() == Consequence.Action.REPLACE_ANSWERS) {
        var sweep = new Sweep(new PoolId(worker.tenant(), fired.pool()), fired.at());
        news |= underWay.putIfAbsent(sweep, new HashSet<>()) == null;
      }
    }
    if (news) {
      ask();
    }
  }

  boolean underWay() {
    return !underWay.isEmpty();
  }

  /** These would be confirmed now; they will be when every sweep is over. */
  void hold(Collection<AssignmentId> assignments) {
    unconfirmed.addAll(assignments);
  }

  /**
   * A slice is through with a sweep.
   *
   * @return what may be confirmed now
   */
  List<AssignmentId> heard(WorkerCommand.Discounted from) {
    var sweep = new Sweep(from.partition().pool(), from.upTo());
    Set<PartitionId> through = underWay.get(sweep);
    if (through == null) {
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
                .find(sweep.pool())
                .ifPresent(pool -> ask(sweep, through, pool.partitions())));
  }

  private void ask(Sweep sweep, Set<PartitionId> through, int slices) {
    for (int index = 0; index < slices; index++) {
      var slice = new PartitionId(sweep.pool(), index, slices);
      if (!through.contains(slice)) {
        parts.entities().tell(slice, new PartitionCommand.Discount(worker, sweep.upTo()));
      }
    }
  }
}
