package swarmline.engine.worker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import swarmline.engine.pool.Consequence;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.quality.RuleCheck;
import swarmline.engine.quality.RuleCheck.Finding;
import swarmline.engine.quality.Standing;
import swarmline.engine.worker.WorkerEvent.RuleFired;
import swarmline.engine.worker.WorkerEvent.Settled;
import swarmline.engine.worker.WorkerEvent.WorkRecorded;

/** What the rules of pools make of a worker's latest work there. Pure. */
public final class Firings {
  private Firings() {}

  /**
   * What follows from work, and outcomes of work, about to be recorded; to be stored together with
   * it.
   *
   * @param after the worker as it will be with that work
   * @param pools specs by code
   */
  public static List<RuleFired> of(
      WorkRecorded work,
      WorkerState after,
      Function<String, Optional<PoolSpec>> pools,
      Instant now) {
    Stream<String> worked =
        work.settled().stream().filter(settled -> settled.seen() != null).map(Firings::pool);
    Stream<String> judged =
        work.agreements() == null
            ? Stream.empty()
            : work.agreements().stream().map(one -> one.task().pool().code());
    return Stream.concat(worked, judged)
        .distinct()
        .flatMap(
            pool -> pools.apply(pool).stream().flatMap(spec -> of(pool, spec, after, now).stream()))
        .toList();
  }

  private static String pool(Settled settled) {
    return settled.assignment().task().pool().code();
  }

  private static List<RuleFired> of(String pool, PoolSpec spec, WorkerState after, Instant now) {
    Standing standing = after.standings().getOrDefault(pool, Standing.NEW);
    List<RuleFired> fired = new ArrayList<>();
    for (Finding found : RuleCheck.findings(spec.rules(), standing, now)) {
      for (Consequence consequence : found.rule().then()) {
        fired.add(
            new RuleFired(
                pool,
                found.rule().name(),
                found.rule().collect(),
                found.hits(),
                found.of(),
                consequence,
                consequence.scope() == Consequence.Scope.PROJECT ? spec.project() : null,
                consequence.until(now),
                now));
      }
    }
    return fired;
  }
}
