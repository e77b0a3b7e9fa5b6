package swarmline.engine.partition;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import swarmline.engine.consensus.crowd.Accuracy;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.pool.Requirement;
import swarmline.engine.task.Refusal;
import swarmline.engine.worker.Restriction;
import swarmline.engine.worker.WorkerProfile;

/**
 * Why a worker is or is not offered a pool's tasks: each rule with what it is held against. The
 * same rules decide claims and explain them.
 *
 * @param held live leases of the worker in this slice
 * @param heldByAll live leases of the slice
 * @param atOnce live leases the slice may have, its share of what the pool may; 0 for any number
 * @param accuracy how often the worker is right in this pool; null where nobody measures that
 * @param taskForWorker whether the index has a task that would have the worker
 */
public record Eligibility(
    PoolView pool,
    WorkerProfile profile,
    int held,
    int heldByAll,
    int atOnce,
    Accuracy accuracy,
    boolean taskForWorker,
    Instant now) {

  /** The rules, in the order in which they are checked. */
  public enum Rule {
    POOL_OPEN(Refusal.POOL_NOT_OPEN),
    NOT_RESTRICTED(Refusal.WORKER_RESTRICTED),
    QUALIFIED(Refusal.NOT_QUALIFIED),
    BELOW_WORKER_LIMIT(Refusal.WORKER_LIMIT_REACHED),
    BELOW_WORKER_AT_ONCE(Refusal.WORKER_HOLDS_ENOUGH),
    BELOW_POOL_AT_ONCE(Refusal.POOL_HOLDS_ENOUGH),
    TASK_FOR_WORKER(Refusal.NOTHING_TO_OFFER);

    private final Refusal refusal;

    Rule(Refusal refusal) {
      this.refusal = refusal;
    }

    public Refusal refusal() {
      return refusal;
    }
  }

  public boolean meets(Rule rule) {
    return switch (rule) {
      case POOL_OPEN -> pool.status() == PoolStatus.OPEN;
      case NOT_RESTRICTED -> profile.restrictions().stream().noneMatch(this::holds);
      case QUALIFIED -> unmetRequirement().isEmpty();
      case BELOW_WORKER_LIMIT -> below(pool.spec().limits().perWorker(), doneAndHeld());
      case BELOW_WORKER_AT_ONCE -> below(pool.spec().limits().perWorkerAtOnce(), heldOfPool());
      case BELOW_POOL_AT_ONCE -> below(atOnce, heldByAll);
      case TASK_FOR_WORKER -> taskForWorker;
    };
  }

  /** The first rule that is not met. */
  public Optional<Refusal> refusal() {
    for (Rule rule : RULES) {
      if (!meets(rule)) {
        return Optional.of(rule.refusal());
      }
    }
    return Optional.empty();
  }

  private static final Rule[] RULES = Rule.values();

  /** What the rule was held against, for people. */
  public String detail(Rule rule) {
    return switch (rule) {
      case POOL_OPEN -> "the pool is " + pool.status().name().toLowerCase(Locale.ROOT);
      case NOT_RESTRICTED ->
          profile.restrictions().stream()
              .filter(this::holds)
              .findFirst()
              .map(
                  r ->
                      "restricted: "
                          + r.reason()
                          + (r.until() == null ? "" : " until " + r.until()))
              .orElse("no restriction is in force");
      case QUALIFIED ->
          unmetRequirement()
              .map(r -> held(r) + ", the pool requires " + r.asked())
              .orElse(pool.spec().requires().size() + " requirements are met");
      case BELOW_WORKER_LIMIT -> of(doneAndHeld(), pool.spec().limits().perWorker());
      case BELOW_WORKER_AT_ONCE -> of(heldOfPool(), pool.spec().limits().perWorkerAtOnce());
      case BELOW_POOL_AT_ONCE -> of(heldByAll, atOnce);
      case TASK_FOR_WORKER ->
          taskForWorker ? "a task is ready" : "no open task would have this worker now";
    };
  }

  private boolean holds(Restriction restriction) {
    return restriction.holds(pool.id().code(), pool.spec().project(), now);
  }

  private static String of(int count, int limit) {
    return limit == 0 ? count + ", no limit" : count + " of " + limit;
  }

  private static boolean below(int limit, int count) {
    return limit == 0 || count < limit;
  }

  /** Tasks of the pool that the worker has done or holds. */
  public int doneAndHeld() {
    return profile.done().getOrDefault(pool.id().code(), 0) + heldOfPool();
  }

  private int heldOfPool() {
    return held + profile.heldElsewhere();
  }

  private String held(Requirement requirement) {
    if (requirement.measure() == null) {
      String name = requirement.what();
      return name + " is " + profile.qualifications().getOrDefault(name, "not held");
    }
    Accuracy known = known(requirement);
    return String.format(
        Locale.ROOT,
        "%s is %.3f to %.3f after %d answers%s",
        requirement.what(),
        known.low(),
        known.high(),
        known.answers(),
        requirement.pool() == null ? "" : " in " + requirement.pool());
  }

  private Optional<Requirement> unmetRequirement() {
    return pool.spec().requires().stream().filter(requirement -> !met(requirement)).findFirst();
  }

  private boolean met(Requirement requirement) {
    if (requirement.measure() == null) {
      return requirement.metBy(profile.qualifications());
    }
    Accuracy known = known(requirement);
    return known == null || requirement.metBy(known.high());
  }

  /** What is known of what is required; null where that is nothing. */
  private Accuracy known(Requirement requirement) {
    return requirement.asksRememberedWork() ? profile.measured(requirement) : accuracy;
  }
}
