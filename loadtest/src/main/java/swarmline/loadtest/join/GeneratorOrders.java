package swarmline.loadtest.join;

import java.net.URI;
import java.util.List;
import swarmline.loadtest.pace.Schedule;
import swarmline.loadtest.server.Target;
import swarmline.loadtest.worker.Answers;
import swarmline.loadtest.worker.Behaviour;
import swarmline.loadtest.worker.Orders;
import swarmline.loadtest.worker.Roster;
import swarmline.loadtest.worker.ThinkTime;

/**
 * All that a joined generator is told, in a form that JSON can carry.
 *
 * @param shares of {@link Behaviour}, in its order from accuracy on
 * @param rate of the open loop of this generator; 0 where it is closed
 * @param withHistory whether notes are wanted
 */
public record GeneratorOrders(
    String base,
    String key,
    Roster roster,
    int capacity,
    int loops,
    long seed,
    List<String> pools,
    List<String> choices,
    String think,
    List<Double> shares,
    double rate,
    long rampNanos,
    boolean isRandom,
    boolean publishesOnSchedule,
    boolean withHistory) {

  /** The orders of a part of a run's workers. */
  public static GeneratorOrders of(
      Orders orders, List<String> choices, Roster roster, int loops, long seed, boolean history) {
    Behaviour b = orders.behaviour();
    Schedule schedule = orders.schedule();
    return new GeneratorOrders(
        orders.target().base().toString(),
        orders.target().key(),
        roster,
        orders.capacity(),
        loops,
        seed,
        orders.pools(),
        choices,
        b.think().text(),
        List.of(
            b.accuracy(),
            b.abandon(),
            b.giveBack(),
            b.disconnect(),
            b.late(),
            b.duplicate(),
            b.slowReaders()),
        schedule == null ? 0 : schedule.rate(),
        schedule == null ? 0 : schedule.rampNanos(),
        schedule != null && schedule.isRandom(),
        orders.publishesOnSchedule(),
        history);
  }

  Orders orders() {
    var behaviour =
        new Behaviour(
            ThinkTime.of(think),
            shares.get(0),
            shares.get(1),
            shares.get(2),
            shares.get(3),
            shares.get(4),
            shares.get(5),
            shares.get(6));
    return new Orders(
        new Target(URI.create(base), key),
        capacity,
        pools,
        behaviour,
        new Answers(choices, behaviour.accuracy()),
        rate == 0 ? null : new Schedule(rate, rampNanos, isRandom),
        publishesOnSchedule);
  }
}
