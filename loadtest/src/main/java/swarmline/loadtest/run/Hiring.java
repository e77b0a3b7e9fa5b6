package swarmline.loadtest.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.join.GeneratorOrders;
import swarmline.loadtest.join.Joined;
import swarmline.loadtest.join.JoinedGenerator;
import swarmline.loadtest.run.RunSettings.Crowd;
import swarmline.loadtest.server.Target;
import swarmline.loadtest.worker.Answers;
import swarmline.loadtest.worker.Crew;
import swarmline.loadtest.worker.Orders;
import swarmline.loadtest.worker.Roster;
import swarmline.loadtest.worker.Workforce;

/**
 * Gets the workers of a run. Workers and schedule are shared out evenly between this generator and
 * those that are joined.
 */
final class Hiring {
  private final RunSettings settings;
  private final Target target;
  private final WallClock clock;
  private final HistoryFile history;

  Hiring(RunSettings settings, Target target, WallClock clock, HistoryFile history) {
    this.settings = settings;
    this.target = target;
    this.clock = clock;
    this.history = history;
  }

  Workforce hire(List<String> pools, Answers answers) throws IOException {
    Crowd crowd = settings.crowd();
    var orders =
        new Orders(
            target,
            crowd.capacity(),
            pools,
            crowd.behaviour(),
            answers,
            settings.pacing().answers(),
            settings.pacing().tasks() != null);
    var everyone = new Roster(settings.name(), 0, crowd.workers());
    return crowd.generators().isEmpty() ? crew(orders, everyone) : joined(orders, everyone);
  }

  private Crew crew(Orders orders, Roster roster) {
    return new Crew(orders, roster, settings.crowd().loops(), settings.seed(), clock, history);
  }

  private Workforce joined(Orders orders, Roster everyone) throws IOException {
    Crowd crowd = settings.crowd();
    List<Roster> rosters = everyone.parts(crowd.generators().size() + 1);
    Orders part = orders.share(rosters.size());
    List<Workforce> all = new ArrayList<>();
    all.add(crew(part, rosters.get(0)));
    for (int i = 1; i < rosters.size(); i++) {
      long seed = settings.seed() + (long) i * crowd.loops();
      var its =
          GeneratorOrders.of(
              part,
              settings.shape().choices(),
              rosters.get(i),
              crowd.loops(),
              seed,
              history != null);
      all.add(JoinedGenerator.start(crowd.generators().get(i - 1), its, history));
    }
    return new Joined(all);
  }
}
