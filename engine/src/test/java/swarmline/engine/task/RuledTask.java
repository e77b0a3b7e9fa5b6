package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import swarmline.engine.Specs;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.pool.PoolSpec;

/**
 * A task as its rules make it, with a clock and a journal of its own. After every command it holds
 * the invariants, and its journal replays to the state it is in.
 */
public final class RuledTask {
  public static final TaskId ID = new TaskId(new PoolId(new TenantId("acme"), "p0123456789ab"), 1);

  /** How often a typical worker tells the right one of two values. */
  private static final double INSIGHT = 0.8;

  private final List<TaskEvent> journal = new ArrayList<>();
  private TaskRules rules;
  private TaskState state = TaskState.untouched();
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");

  RuledTask(TaskTerms terms) {
    this.rules = new TaskRules(terms);
  }

  /** A task of a pool with these fields; leases last 60 s unless they say otherwise. */
  static RuledTask of(String fields) {
    String spec = fields.contains("lease:") ? fields : "lease: {seconds: 60}, " + fields;
    return new RuledTask(new TaskTerms(Specs.spec(spec), definition(Set.of(), Set.of())));
  }

  /** The same as a gold. */
  static RuledTask gold(String fields, String truth) {
    return new RuledTask(
        new TaskTerms(
            Specs.spec("lease: {seconds: 60}, " + fields),
            new TaskDefinition(
                ID,
                null,
                "{}",
                0,
                null,
                Set.of(),
                Set.of(),
                Instant.EPOCH,
                '"' + truth + '"',
                null)));
  }

  static TaskDefinition definition(Set<String> reservedFor, Set<String> unavailableFor) {
    return definition(reservedFor, unavailableFor, null);
  }

  static TaskDefinition definition(
      Set<String> reservedFor, Set<String> unavailableFor, String gold) {
    return new TaskDefinition(
        ID, null, "{}", 0, null, reservedFor, unavailableFor, Instant.EPOCH, gold, null);
  }

  // Time

  RuledTask later(long seconds) {
    now = now.plusSeconds(seconds);
    return this;
  }

  RuledTask later(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  Instant now() {
    return now;
  }

  // Commands

  Decision claim(String worker) {
    return carryOut(rules.claim(state, worker, null, now));
  }

  /** By a worker whose answer alone may be enough. */
  Decision claimTrusted(String worker, double trust) {
    return carryOut(rules.claim(state, worker, null, trust, now));
  }

  /** The ordinal of a lease that is granted. */
  int leased(String worker) {
    return ((Decision.Accepted) claim(worker)).ordinal();
  }

  Decision submit(int ordinal, String worker, String answer) {
    return carryOut(rules.submit(state, ordinal, worker, '"' + answer + '"', now));
  }

  /** A lease and its answer as JSON. */
  Decision answeredJson(String worker, String json) {
    int ordinal = leased(worker);
    return carryOut(rules.submit(state, ordinal, worker, json, now));
  }

  /** A lease and its answer. */
  Decision answered(String worker, String answer) {
    return submit(leased(worker), worker, answer);
  }

  Decision renew(int ordinal, String worker) {
    return carryOut(rules.renew(state, ordinal, worker, now));
  }

  Decision giveBack(int ordinal, String worker) {
    return carryOut(rules.giveBack(state, ordinal, worker, "no time", now));
  }

  Decision skip(int ordinal, String worker) {
    return carryOut(rules.skip(state, ordinal, worker, now));
  }

  Decision review(int ordinal, boolean approve) {
    return carryOut(rules.review(state, ordinal, approve, now));
  }

  Decision revoke(int ordinal) {
    return carryOut(rules.revoke(state, ordinal, RevokeReason.POOL_CLOSED, now));
  }

  /** Others are asked instead of the worker, as of now. */
  Decision discount(String worker) {
    return discount(worker, now);
  }

  Decision discount(String worker, Instant upTo) {
    return carryOut(rules.discount(state, worker, upTo, now));
  }

  /** The worker's answers count again, where there is room. */
  Decision restore(String worker) {
    return restore(worker, Instant.EPOCH, now);
  }

  Decision restore(String worker, Instant after, Instant upTo) {
    return carryOut(rules.restore(state, worker, after, upTo, now));
  }

  Decision setRedundancy(int redundancy) {
    return carryOut(rules.setRedundancy(state, redundancy, now));
  }

  Decision setPriority(int priority) {
    return carryOut(rules.setPriority(state, priority, now));
  }

  /** What the answers that count come to by what is known of workers now. */
  Decision reweigh(String value, double likelihood) {
    return carryOut(
        rules.reweigh(
            state,
            new Estimate('"' + value + '"', likelihood, likelihood, INSIGHT, null, List.of()),
            now));
  }

  /** Another truth, of the gold that the task is. */
  Decision correctGold(String truth) {
    return carryOut(rules.correctGold(state, '"' + truth + '"', now));
  }

  Decision end(OutcomeKind outcome) {
    return carryOut(rules.end(state, outcome, now));
  }

  Decision reopen(Integer redundancy) {
    return carryOut(rules.reopen(state, redundancy, now));
  }

  Decision look() {
    return carryOut(rules.look(state, now));
  }

  /** The pool's model says this of the answers that count now. */
  Decision consider(String value, double likelihood) {
    return consider(value, likelihood, state.turns().countedOrdinals());
  }

  Decision consider(String value, double likelihood, List<Integer> turns) {
    return consider(new Estimate('"' + value + '"', likelihood, likelihood, INSIGHT, null, turns));
  }

  Decision consider(Estimate estimate) {
    return carryOut(rules.consider(state, estimate, now));
  }

  /** The pool's policy is another from now on. */
  Decision policy(String fields) {
    return policy(Specs.spec(fields));
  }

  Decision policy(PoolSpec spec) {
    rules = new TaskRules(new TaskTerms(spec, rules.terms().definition()));
    return carryOut(rules.reconsider(state, now));
  }

  Decision carryOut(Decision decision) {
    for (TaskEvent event : decision.events()) {
      state = TaskState.after(state, event);
      journal.add(event);
    }
    assertThat(TaskState.replayed(journal)).isEqualTo(state);
    TaskInvariants.check(state, rules.terms());
    return decision;
  }

  // What there is

  TaskRules rules() {
    return rules;
  }

  TaskState state() {
    return state;
  }

  TaskState.Ended ended() {
    assertThat(state).isInstanceOf(TaskState.Ended.class);
    return (TaskState.Ended) state;
  }

  boolean open() {
    return state instanceof TaskState.Open;
  }

  List<TaskEvent> journal() {
    return List.copyOf(journal);
  }

  Assignment turn(int ordinal) {
    return state.turns().of(ordinal).orElseThrow();
  }

  int redundancy() {
    return state.redundancy(rules.terms());
  }

  // What is expected of decisions

  static void assertRefused(Decision decision, Refusal why) {
    assertThat(decision).isInstanceOf(Decision.Refused.class);
    assertThat(((Decision.Refused) decision).refusal()).isEqualTo(why);
  }

  static void assertAccepted(Decision decision, int ordinal) {
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    assertThat(((Decision.Accepted) decision).ordinal()).isEqualTo(ordinal);
  }

  /** Carried out before: accepted, and nothing more to store. */
  static void assertRepeated(Decision decision, int ordinal) {
    assertAccepted(decision, ordinal);
    assertThat(decision.events()).isEmpty();
  }
}
