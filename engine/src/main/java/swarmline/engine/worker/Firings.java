package swarmline.engine.worker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import swarmline.engine.pool.Consequence;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.QualityRule;
import swarmline.engine.quality.RuleCheck;
import swarmline.engine.quality.RuleCheck.Finding;
import swarmline.engine.quality.Sign;
import swarmline.engine.quality.Standing;
import swarmline.engine.task.Settlement.Verdict;
import swarmline.engine.worker.WorkerEvent.FiringWithdrawn;
import swarmline.engine.worker.WorkerEvent.RuleFired;
import swarmline.engine.worker.WorkerEvent.Settled;
import swarmline.engine.worker.WorkerEvent.WorkRecorded;

/** What the rules of pools make of a worker's latest work there. Pure. */
public final class Firings {
  private Firings() {}

  /**
   * What follows from work, and outcomes of work, about to be recorded; to be stored together with
   * it. First what followed before and would not have, as is known now, then what follows.
   *
   * @param after the worker as it will be with that work
   * @param pools specs by code
   */
  public static List<WorkerEvent> of(
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
    List<WorkerEvent> events = new ArrayList<>();
    Stream.concat(worked, judged)
        .distinct()
        .forEach(
            pool ->
                pools
                    .apply(pool)
                    .ifPresent(
                        spec -> {
                          List<FiringWithdrawn> withdrawn = withdrawn(pool, spec, work, after, now);
                          events.addAll(withdrawn);
                          events.addAll(fired(pool, spec, without(withdrawn, after), now));
                        }));
    return events;
  }

  private static String pool(Settled settled) {
    return settled.assignment().task().pool().code();
  }

  private static WorkerState without(List<FiringWithdrawn> withdrawn, WorkerState worker) {
    WorkerState state = worker;
    for (FiringWithdrawn one : withdrawn) {
      state = WorkerState.after(state, one);
    }
    return state;
  }

  /** Firings on golds whose truths were corrected, that no longer hold. */
  private static List<FiringWithdrawn> withdrawn(
      String pool, PoolSpec spec, WorkRecorded work, WorkerState after, Instant now) {
    Set<Long> corrected =
        work.settled().stream()
            .filter(settled -> settled.settlement().verdict() == Verdict.ADJUSTED)
            .filter(settled -> pool(settled).equals(pool))
            .map(settled -> settled.assignment().task().number())
            .collect(Collectors.toSet());
    if (corrected.isEmpty()) {
      return List.of();
    }
    Standing standing = after.standings().getOrDefault(pool, Standing.NEW);
    return after.firings().stream()
        .filter(fired -> fired.pool().equals(pool) && fired.withdrawnAt() == null)
        .filter(fired -> looksAt(fired, standing, corrected))
        .filter(
            fired ->
                spec.rules().stream()
                    .anyMatch(rule -> isThat(rule, fired) && !stillApplies(rule, standing, fired)))
        .map(fired -> new FiringWithdrawn(pool, fired.rule(), fired.at(), now))
        .distinct()
        .toList();
  }

  private static boolean looksAt(RuleFired fired, Standing standing, Set<Long> corrected) {
    return fired.upTo() != null
        && standing.golds().stream()
            .filter(gold -> gold.number() > fired.since() && gold.number() <= fired.upTo())
            .map(Sign::task)
            .anyMatch(corrected::contains);
  }

  private static boolean isThat(QualityRule rule, RuleFired fired) {
    return rule.name().equals(fired.rule())
        && rule.collect() == fired.reason()
        && rule.collect().looksAtGolds();
  }

  private static boolean stillApplies(QualityRule rule, Standing standing, RuleFired fired) {
    return RuleCheck.stillApplies(rule, standing, fired.since(), fired.upTo(), fired.at());
  }

  private static List<RuleFired> fired(String pool, PoolSpec spec, WorkerState after, Instant now) {
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
                now,
                standing.looked(found.rule().name()),
                standing.seen(),
                null));
      }
    }
    return fired;
  }
}
