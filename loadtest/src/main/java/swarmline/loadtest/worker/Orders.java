package swarmline.loadtest.worker;

import java.util.List;
import swarmline.loadtest.pace.Schedule;
import swarmline.loadtest.server.Target;

/**
 * What every worker of a run is told to do.
 *
 * @param capacity assignments each holds at once
 * @param pools it works on
 * @param schedule of all workers' answers; null where each answers as soon as it can
 * @param publishesOnSchedule whether tasks come when they are due, stamped with that moment, so
 *     that the way of each from publishing to its first worker is timed, wherever it waited
 */
public record Orders(
    Target target,
    int capacity,
    List<String> pools,
    Behaviour behaviour,
    Answers answers,
    Schedule schedule,
    boolean publishesOnSchedule) {

  /** The same for one of several parts of the workers. */
  public Orders share(int parts) {
    Schedule part = schedule == null ? null : schedule.share(parts);
    return new Orders(target, capacity, pools, behaviour, answers, part, publishesOnSchedule);
  }
}
