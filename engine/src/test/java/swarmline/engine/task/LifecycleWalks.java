package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import swarmline.engine.Specs;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.RedundancyPolicy;
import swarmline.engine.task.Assignment.Status;

/**
 * Random walks of many tasks through their real rules, which note every kind of step they see. From
 * fixed seeds, so that what is seen is always the same.
 *
 * <p>Leases whose time is over end before any command is looked at; that is noted as what {@code
 * Look} does, and left out of what the command itself did.
 */
final class LifecycleWalks {
  static final String NO_EVENT = "no event";
  static final String NONE = "none";
  static final String ANOTHERS = "another worker's";

  /** Walks through pools that count answers. */
  private static final int WALKS = 20_000;

  /** Walks through pools that weigh them. */
  private static final int WEIGHING_WALKS = 3_000;

  private static final int STEPS = 40;
  private static final List<String> WORKERS = List.of("ann", "bob", "cid", "dee");
  private static final List<String> ANSWERS = List.of("\"yes\"", "\"no\"", "\"yes\"", "nonsense");

  /** What a command came to: {@code state | command | events and refusal}. */
  final Set<String> ofTasks = new TreeSet<>();

  /** The same for one assignment: {@code state | assignment | command | events and refusal}. */
  final Set<String> ofAssignments = new TreeSet<>();

  /** {@code before --> after : Event}. */
  final Set<String> transitions = new TreeSet<>();

  private Random random;
  private TaskRules rules;
  private TaskState state;
  private Instant now;
  private boolean weighing;
  private boolean gold;

  static LifecycleWalks taken() {
    var walks = new LifecycleWalks();
    for (int walk = 0; walk < WALKS + WEIGHING_WALKS; walk++) {
      walks.walk(walk);
    }
    return walks;
  }

  private void walk(int seed) {
    random = new Random(seed);
    weighing = seed >= WALKS;
    now = Instant.parse("2030-01-01T00:00:00Z");
    Set<String> reserved = chance(20) ? Set.of("ann", "bob") : Set.of();
    Set<String> unavailable = chance(20) ? Set.of("bob") : Set.of();
    gold = chance(15);
    String truth = gold ? "\"yes\"" : null;
    rules =
        new TaskRules(
            new TaskTerms(
                Specs.spec(policy()), RuledTask.definition(reserved, unavailable, truth)));
    state = seed % 100 == 0 ? manyTurns() : TaskState.untouched();
    for (int step = 0; step < STEPS; step++) {
      now = now.plusSeconds(1 + random.nextInt(chance(10) ? 100 : 8));
      if (chance(50)) {
        commandToTask();
      } else {
        commandToAssignment();
      }
    }
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  @SafeVarargs
  private <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String policy() {
    int answers = 1 + random.nextInt(3);
    int max = answers + random.nextInt(3);
    return "lease: {seconds: 20, lateAnswer: '"
        + one("reject", "record", "accept")
        + "', afterReturn: '"
        + one("may-retry", "not-again")
        + "'}, redundancy: {answers: "
        + answers
        + ", max: "
        + max
        + "}, consensus: {rule: '"
        + (weighing
            ? one("fixed', aggregator: 'crowd', ", "posterior', ", "lead', ", "expected-value', ")
            : one("fixed', ", "agreement', matching: " + (1 + random.nextInt(max)) + ", "))
        + one("", "outcomes: 'revisable', ")
        + "threshold: "
        + one("0.5", "0.9")
        + (weighing ? "}, answer: {choices: ['yes', 'no']}, " : "}, ")
        + (gold ? goldPolicy() : "")
        + "review: "
        + one("{mode: 'auto'}", "{mode: 'auto', afterSeconds: 30}", "{mode: 'manual'}");
  }

  private String goldPolicy() {
    return one("gold: {every: 0}, ", "gold: {every: 1, answers: 2}, ")
        + one("", "reward: {amount: 5, wrongGolds: 'no-pay'}, ")
        + one(
            "",
            "rules: [{name: 'g', collect: 'wrong-golds', atLeast: 1, then: [{action: 'notify'}]}], ");
  }

  /** One turn short of the limit of turns, by workers who are not seen again. */
  private static TaskState manyTurns() {
    var unpaid = new Settlement(Settlement.Verdict.RETURNED, 0, "USD");
    List<Assignment> turns = new ArrayList<>();
    for (int ordinal = 1; ordinal < TaskRules.TURNS_MAX; ordinal++) {
      turns.add(
          new Assignment(
              ordinal,
              "gone",
              Instant.EPOCH,
              Instant.EPOCH,
              Instant.EPOCH,
              Status.RETURNED,
              null,
              false,
              Instant.EPOCH,
              null,
              unpaid,
              true,
              null,
              null,
              null,
              null));
    }
    return new TaskState.Open(new Turns(turns), TaskState.Changed.NOTHING, 0);
  }

  // Commands

  private void commandToTask() {
    if (weighing && chance(30)) {
      Estimate estimate = estimate();
      if (state instanceof TaskState.Ended || chance(5)) {
        ofTask("Reweigh", () -> rules.reweigh(state, estimate, now));
        return;
      }
      ofTask("Consider", () -> rules.consider(state, estimate, now));
      return;
    }
    String worker = one(WORKERS);
    if (state.turns().all().stream().anyMatch(Assignment::discounted) && chance(30)) {
      ofTask("Restore", () -> rules.restore(state, worker, Instant.EPOCH, now, now));
      return;
    }
    int wanted = chance(10) ? one(0, RedundancyPolicy.MAX + 1) : 1 + random.nextInt(5);
    switch (chance(40) ? random.nextInt(22) : 0) {
      case 1, 2, 3 -> ofTask("SetRedundancy", () -> rules.setRedundancy(state, wanted, now));
      case 4, 5 -> {
        int priority = random.nextInt(2);
        ofTask("SetPriority", () -> rules.setPriority(state, priority, now));
      }
      case 6, 7, 8 -> ofTask("Reopen", () -> rules.reopen(state, wanted, now));
      case 9 -> ofTask("Reopen", () -> rules.reopen(state, null, now));
      case 10, 11, 12 -> ofTask("Look", () -> rules.look(state, now));
      case 13 -> {
        OutcomeKind outcome = one(OutcomeKind.CANCELLED, OutcomeKind.EXPIRED);
        ofTask("End", () -> rules.end(state, outcome, now));
      }
      case 14 -> {
        int ordinal = chance(50) ? 0 : state.turns().lastOrdinal();
        ofTask("Revoke", () -> rules.revoke(state, ordinal, RevokeReason.POOL_CLOSED, now));
      }
      case 15, 16, 17 -> {
        rules = new TaskRules(new TaskTerms(Specs.spec(policy()), rules.terms().definition()));
        ofTask("PolicyChanged", () -> rules.reconsider(state, now));
      }
      case 20, 21 -> {
        String truth = one(ANSWERS);
        ofTask("CorrectGold", () -> rules.correctGold(state, truth, now));
      }
      case 18, 19 -> ofTask("Discount", () -> rules.discount(state, worker, now, now));
      default -> ofTask("Claim", () -> rules.claim(state, worker, null, now));
    }
  }

  /** Of the answers that count, but for a stale one now and then. */
  private Estimate estimate() {
    List<Integer> turns = chance(10) ? List.of(1, 2, 3) : state.turns().countedOrdinals();
    double lead = 0.5 + 0.05 * random.nextInt(11);
    return new Estimate(one("\"yes\"", "\"no\""), lead, lead, 0.7, null, turns);
  }

  private void commandToAssignment() {
    int last = state.turns().lastOrdinal();
    int ordinal = chance(5) ? last + 1 : last - random.nextInt(Math.max(1, Math.min(6, last)));
    String worker =
        chance(20)
            ? one(WORKERS)
            : state
                .turns()
                .of(ordinal)
                .filter(turn -> chance(70))
                .map(Assignment::worker)
                .orElse(null);
    String answer = one(ANSWERS);
    boolean approve = chance(50);
    switch (chance(50) ? random.nextInt(5) : 0) {
      case 1 -> of("Renew", ordinal, worker, () -> rules.renew(state, ordinal, worker, now));
      case 2 ->
          of("Return", ordinal, worker, () -> rules.giveBack(state, ordinal, worker, "", now));
      case 3 -> of("Skip", ordinal, worker, () -> rules.skip(state, ordinal, worker, now));
      case 4 -> of("Review", ordinal, null, () -> rules.review(state, ordinal, approve, now));
      default ->
          of("Submit", ordinal, worker, () -> rules.submit(state, ordinal, worker, answer, now));
    }
  }

  // What is noted

  private void ofTask(String command, Supplier<Decision> decide) {
    endWhatIsOver(decide);
    String before = name(state);
    ofTasks.add(before + " | " + command + " | " + carriedOut(decide.get()));
  }

  private void of(String command, int ordinal, String worker, Supplier<Decision> decide) {
    endWhatIsOver(decide);
    String before =
        name(state)
            + " | "
            + state
                .turns()
                .of(ordinal)
                .map(turn -> mayUse(worker, turn) ? name(turn.status()) : ANOTHERS)
                .orElse(NONE);
    ofAssignments.add(before + " | " + command + " | " + carriedOut(decide.get()));
  }

  private static boolean mayUse(String worker, Assignment turn) {
    return worker == null || worker.equals(turn.worker());
  }

  /** Carries out the first part of the decision, the same whatever the command, by itself. */
  private void endWhatIsOver(Supplier<Decision> decide) {
    if (state.turns().overdue(now).isEmpty()) {
      return;
    }
    Decision whole = decide.get();
    PoolSpec manual = Specs.spec("review: {mode: 'manual'}");
    Decision first =
        new TaskRules(new TaskTerms(manual, rules.terms().definition())).look(state, now);
    ofTasks.add(name(state) + " | Look | " + carriedOut(first));
    List<TaskEvent> both = new ArrayList<>(first.events());
    both.addAll(decide.get().events());
    assertThat(whole.events()).isEqualTo(both);
  }

  private String carriedOut(Decision decision) {
    decision.events().forEach(this::apply);
    String result =
        decision.events().stream()
            .map(event -> event.getClass().getSimpleName())
            .distinct()
            .collect(Collectors.joining(", "));
    if (decision instanceof Decision.Refused refused) {
      return result + (result.isEmpty() ? "" : ", ") + refused.refusal().code();
    }
    return result.isEmpty() ? NO_EVENT : result;
  }

  private void apply(TaskEvent event) {
    TaskState before = state;
    state = TaskState.after(state, event);
    String label = " : " + event.getClass().getSimpleName();
    for (int ordinal = state.turns().lastOrdinal(); ordinal >= 1; ordinal--) {
      Assignment after = state.turns().of(ordinal).orElseThrow();
      Optional<Assignment> was = before.turns().of(ordinal);
      if (was.isEmpty()) {
        transitions.add("[*] --> " + name(after.status()) + label);
      } else if (!was.get().equals(after)) {
        transitions.add(name(was.get().status()) + " --> " + name(after.status()) + label);
      }
    }
    if (before.turns().equals(state.turns())) {
      transitions.add(name(before) + " --> " + name(state) + label);
    }
  }

  private static String name(TaskState state) {
    return state.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  static String name(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
