package swarmline.persistence.serialization;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.catalog.StoredReply;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.AnswerSpec;
import swarmline.engine.pool.ConsensusPolicy;
import swarmline.engine.pool.Consequence;
import swarmline.engine.pool.DispatchOrder;
import swarmline.engine.pool.GoldPolicy;
import swarmline.engine.pool.LeasePolicy;
import swarmline.engine.pool.Limits;
import swarmline.engine.pool.PoolEvent;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.pool.QualityRule;
import swarmline.engine.pool.RedundancyPolicy;
import swarmline.engine.pool.Requirement;
import swarmline.engine.pool.ReviewPolicy;
import swarmline.engine.pool.Reward;
import swarmline.engine.pool.TrustPolicy;
import swarmline.engine.quality.Agreement;
import swarmline.engine.quality.Observation;
import swarmline.engine.quality.Sign;
import swarmline.engine.quality.Standing;
import swarmline.engine.task.Amendment;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.RevokeReason;
import swarmline.engine.task.Settlement;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskEvent;
import swarmline.engine.worker.Restriction;
import swarmline.engine.worker.WorkerEvent;
import swarmline.engine.worker.WorkerSnapshot;

/**
 * One full value of every stored type; what the golden files hold. Never changed, only added to.
 */
final class Samples {
  private static final Instant AT = Instant.parse("2026-11-23T10:15:30.123456789Z");
  private static final Instant LATER = AT.plusSeconds(600);
  private static final Settlement PAID = new Settlement(Settlement.Verdict.APPROVED, 50_000, "USD");
  private static final Settlement UNPAID = new Settlement(Settlement.Verdict.REVOKED, 0, "EUR");
  private static final Settlement ADJUSTED =
      new Settlement(Settlement.Verdict.ADJUSTED, -50_000, "USD");
  private static final PoolId POOL = new PoolId(new TenantId("acme"), "p0123456789ab");
  private static final TaskId TASK = new TaskId(POOL, 7);
  private static final AssignmentId ASSIGNMENT = new AssignmentId(TASK, 3);

  private static final WorkerEvent.RuleFired FIRED =
      new WorkerEvent.RuleFired(
          "p0123456789ab",
          "too fast",
          QualityRule.Collect.FAST_ANSWERS,
          5,
          10,
          new Consequence(Consequence.Action.RESTRICT, Consequence.Scope.PROJECT, 600L, null, null),
          "zoo",
          LATER,
          AT,
          null,
          null,
          null);

  /** The same with what it looked at, and withdrawn; the fields were added since. */
  static final WorkerEvent.RuleFired FIRED_ON_SIGNS =
      new WorkerEvent.RuleFired(
          "p0123456789ab",
          "misses golds",
          QualityRule.Collect.WRONG_GOLDS,
          5,
          10,
          new Consequence(Consequence.Action.NOTIFY, null, null, null, null),
          null,
          null,
          AT,
          3L,
          13L,
          LATER);

  private Samples() {}

  /** By type. */
  static final Map<Class<?>, Object> BY_TYPE =
      Stream.concat(events(), rows()).collect(Collectors.toMap(Object::getClass, v -> v));

  /** A wrong answer to a gold, with what it would have earned; the field was added since. */
  static final TaskEvent.AnswerAccepted UNPAID_GOLD =
      new TaskEvent.AnswerAccepted(
          3,
          "{\"label\":\"cat\"}",
          AT,
          new Settlement(Settlement.Verdict.APPROVED, 0, "USD", 50_000L));

  /** A task as it was published, with the fields that were added since. */
  static final TaskDefinition GOLD =
      new TaskDefinition(
          TASK, "key-1", "{}", 5, 3, Set.of("ann"), Set.of("bob"), AT, "\"cat\"", null);

  /** The same with an explanation. */
  static final TaskDefinition EXPLAINED =
      new TaskDefinition(
          TASK, "key-1", "{}", 5, 3, Set.of("ann"), Set.of("bob"), AT, "\"cat\"", "it purrs");

  /** A worker of whose work something is kept; the fields were added since. */
  static final WorkerSnapshot OBSERVED =
      observed(
          new Sign(1, Settlement.Verdict.APPROVED, AT, 1_500, true, false, null, null, null),
          null,
          0);

  /** The same, where it is known which task each piece of work was. */
  static final WorkerSnapshot OBSERVED_BY_TASK =
      observed(
          new Sign(1, Settlement.Verdict.APPROVED, AT, 1_500, true, false, 42L, null, null),
          null,
          0);

  /** The same, held against the outcome, with a rule that has not come to pass everywhere. */
  static final WorkerSnapshot OBSERVED_AND_JUDGED =
      observed(
          new Sign(1, Settlement.Verdict.APPROVED, AT, 1_500, true, null, 42L, false, null), AT, 0);

  /** A lease whose holder's answer alone is to be enough; the field was added since. */
  static final TaskEvent.LeaseGranted TRUSTED =
      new TaskEvent.LeaseGranted(3, "ann", AT, LATER, LATER.plusSeconds(5), "r-1", 0.917);

  /** A worker's record with a streak, which was added since. */
  static final WorkerSnapshot OBSERVED_STREAK =
      observed(
          new Sign(1, Settlement.Verdict.APPROVED, AT, 1_500, true, null, 42L, true, null), AT, 12);

  /** The same, where it is known when what is known of its work was learned. */
  static final WorkerSnapshot OBSERVED_LEARNED =
      observed(
          new Sign(1, Settlement.Verdict.APPROVED, AT, 1_500, true, null, 42L, true, 3L), AT, 12);

  /** What is recorded of a worker, with the fields that were added since. */
  static final WorkerEvent.WorkRecorded JUDGED =
      new WorkerEvent.WorkRecorded(
          List.of(), List.of(), List.of(), List.of(new Agreement(TASK, false)), AT);

  /** A record of a gold whose truth was corrected; the fields were added since. */
  static final TaskRecord CORRECTED =
      new TaskRecord(
          TASK,
          null,
          OutcomeKind.RESOLVED,
          "\"dog\"",
          1,
          null,
          1,
          AT,
          List.of(
              new Assignment(
                  2,
                  "ann",
                  AT,
                  AT,
                  AT,
                  Assignment.Status.ADJUSTED,
                  null,
                  false,
                  AT,
                  null,
                  ADJUSTED,
                  true,
                  null,
                  1,
                  null,
                  null)),
          true,
          "\"dog\"",
          List.of());

  /** A record of a task of which something was amended; the field was added since. */
  static final TaskRecord AMENDED =
      new TaskRecord(
          TASK,
          null,
          OutcomeKind.RESOLVED,
          "\"dog\"",
          1,
          null,
          0,
          AT,
          List.of(),
          true,
          "\"dog\"",
          List.of(
              new Amendment(AT, 3, false, null),
              new Amendment(LATER, 3, true, null),
              new Amendment(LATER, null, null, "\"dog\"")));

  /** A record of a task that a late answer came to; the field was added since. */
  static final TaskRecord ANSWERED_LATE =
      new TaskRecord(
          TASK,
          null,
          OutcomeKind.CANCELLED,
          null,
          0,
          "cancelled",
          0,
          LATER.plusSeconds(60),
          List.of(
              new Assignment(
                  1,
                  "ann",
                  AT,
                  LATER,
                  LATER,
                  Assignment.Status.EXPIRED,
                  "\"cat\"",
                  false,
                  LATER,
                  null,
                  UNPAID,
                  true,
                  null,
                  null,
                  null,
                  LATER.plusSeconds(30))),
          true,
          null,
          List.of());

  /** A record of a task that one trusted worker did; the field was added since. */
  static final TaskRecord DONE_ALONE =
      new TaskRecord(
          TASK,
          null,
          OutcomeKind.RESOLVED,
          "\"cat\"",
          0.917,
          null,
          1,
          AT,
          List.of(
              new Assignment(
                  1,
                  "ann",
                  AT,
                  LATER,
                  LATER,
                  Assignment.Status.APPROVED,
                  "\"cat\"",
                  true,
                  AT,
                  null,
                  PAID,
                  true,
                  null,
                  null,
                  0.917,
                  null)),
          true,
          null,
          List.of());

  private static WorkerSnapshot observed(Sign sign, Instant pendingFrom, int streak) {
    return new WorkerSnapshot(
        List.of(),
        List.of(
            new WorkerEvent.Settled(
                ASSIGNMENT, PAID, 12, AT, new Observation(1_500, -7L, Boolean.FALSE))),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(new Restriction(null, "too fast", LATER, AT, "zoo", "too fast")),
        12,
        Map.of(
            "p0123456789ab",
            new Standing(1, List.of(sign), List.of(sign), -7L, Map.of("too fast", 1L), streak)),
        List.of(FIRED),
        pendingFrom);
  }

  private static Stream<Object> events() {
    return Stream.of(
        new TaskEvent.LeaseGranted(3, "ann", AT, LATER, LATER.plusSeconds(5), "r-1"),
        new TaskEvent.LeaseRenewed(3, AT, LATER, LATER.plusSeconds(5)),
        new TaskEvent.AnswerAccepted(3, "{\"label\":\"cat\"}", AT, PAID),
        new TaskEvent.AnswerRecorded(3, "\"dog\"", AT),
        new TaskEvent.AnswerReviewed(3, AT, PAID),
        new TaskEvent.AnswerDiscounted(3, AT),
        new TaskEvent.AnswerRestored(3, AT),
        new TaskEvent.LeaseReturned(3, "too hard", AT, UNPAID),
        new TaskEvent.LeaseSkipped(3, AT, UNPAID),
        new TaskEvent.LeaseExpired(3, AT, UNPAID),
        new TaskEvent.LeaseRevoked(3, RevokeReason.TASK_ENDED, AT, UNPAID),
        new TaskEvent.SettlementsApplied(List.of(1, 2, 3)),
        new TaskEvent.RedundancySet(5, AT),
        new TaskEvent.PrioritySet(-2, AT),
        new TaskEvent.TaskEnded(OutcomeKind.RESOLVED, "\"cat\"", 0.75, "a reason", AT),
        new TaskEvent.TaskReopened(4, AT),
        new TaskEvent.TaskReconsidered(AT),
        new TaskEvent.GoldCorrected("\"dog\"", AT),
        new TaskEvent.SettlementAdjusted(4, 3, ADJUSTED, AT),
        new WorkerEvent.WorkRecorded(
            List.of(new WorkerEvent.Taken(ASSIGNMENT, LATER)),
            List.of(new WorkerEvent.Settled(ASSIGNMENT, PAID, 12, AT)),
            List.of(ASSIGNMENT)),
        new WorkerEvent.QualificationSet("english", "90", AT),
        new WorkerEvent.QualificationRemoved("english", AT),
        new WorkerEvent.RestrictionSet("p0123456789ab", "spam", LATER, AT),
        new WorkerEvent.RestrictionLifted("p0123456789ab", AT, null),
        FIRED,
        new WorkerEvent.FiringWithdrawn("p0123456789ab", "misses golds", AT, LATER),
        new WorkerSnapshot(
            List.of(new WorkerEvent.Taken(ASSIGNMENT, LATER)),
            List.of(new WorkerEvent.Settled(ASSIGNMENT, PAID, 12, AT)),
            Map.of("p0123456789ab", 4),
            Map.of("USD", 200_000L),
            Map.of(Settlement.Verdict.APPROVED, 4L),
            Map.of("english", "90"),
            List.of(new Restriction("p0123456789ab", "spam", LATER, AT)),
            12,
            null,
            null,
            null),
        new PoolEvent.PoolCreated(POOL, spec(), 4, AT),
        new PoolEvent.PoolSpecChanged(spec(), AT),
        new PoolEvent.PoolStatusChanged(PoolStatus.CLOSED, true, AT));
  }

  private static Stream<Object> rows() {
    return Stream.of(
        new PoolView(POOL, spec(), PoolStatus.OPEN, 4, 9, AT, LATER),
        new TaskDefinition(
            TASK, "key-1", "{\"text\":\"x\"}", 5, 3, Set.of("ann"), Set.of("bob"), AT),
        new TaskRecord(
            TASK,
            "key-1",
            OutcomeKind.CONTESTED,
            "\"cat\"",
            0.5,
            "no agreement",
            2,
            AT,
            List.of(
                new Assignment(
                    3,
                    "ann",
                    AT,
                    LATER,
                    LATER.plusSeconds(5),
                    Assignment.Status.APPROVED,
                    "\"cat\"",
                    true,
                    LATER,
                    "a reason",
                    PAID,
                    true,
                    "r-1",
                    null,
                    null,
                    null)),
            true,
            null,
            List.of()),
        new LedgerEntry(new WorkerId(new TenantId("acme"), "ann"), 12, ASSIGNMENT, PAID, AT),
        new FeedEntry(new TenantId("acme"), "task.ended:7", "task.ended", AT, "{\"a\":1}"),
        new StoredReply("digest", 201, "application/json", "{\"id\":1}", AT, null));
  }

  /** A policy with a requirement of work in another pool. */
  static final PoolEvent.PoolSpecChanged MEASURING =
      new PoolEvent.PoolSpecChanged(
          spec(
              new Requirement(
                  null,
                  Requirement.Measure.GOLD_ACCURACY,
                  "p0123456789cd",
                  Requirement.Op.GE,
                  List.of("0.9"))),
          AT);

  static final PoolEvent.PoolSpecChanged REVISABLE =
      new PoolEvent.PoolSpecChanged(
          spec(
              new ConsensusPolicy(
                  ConsensusPolicy.Rule.EXPECTED_VALUE,
                  null,
                  0.6,
                  ConsensusPolicy.Aggregation.CROWD,
                  50.0,
                  ConsensusPolicy.Outcomes.REVISABLE),
              new Requirement("english", Requirement.Op.GE, List.of("80"))),
          AT);

  /** A policy by which a trusted worker's answer alone is enough. */
  static final PoolEvent.PoolSpecChanged TRUSTING =
      new PoolEvent.PoolSpecChanged(
          spec(
              new RedundancyPolicy(3, 5, new TrustPolicy(12, 0.2)),
              new ConsensusPolicy(null, null, null, null),
              new Requirement("english", Requirement.Op.GE, List.of("80"))),
          AT);

  static final PoolEvent.PoolCreated WITH_SECRET =
      new PoolEvent.PoolCreated(POOL, spec(), 4, AT, -1_234_567_890_123_456_789L);

  static final PoolView VIEW_WITH_SECRET =
      new PoolView(POOL, spec(), PoolStatus.OPEN, 4, 9, AT, LATER, 1_234_567_890_123_456_789L);

  private static PoolSpec spec() {
    return spec(new Requirement("english", Requirement.Op.GE, List.of("80")));
  }

  private static PoolSpec spec(Requirement requirement) {
    return spec(
        new ConsensusPolicy(
            ConsensusPolicy.Rule.AGREEMENT, 2, 0.6, ConsensusPolicy.Aggregation.MAJORITY),
        requirement);
  }

  private static PoolSpec spec(ConsensusPolicy consensus, Requirement requirement) {
    return spec(new RedundancyPolicy(3, 5), consensus, requirement);
  }

  private static PoolSpec spec(
      RedundancyPolicy redundancy, ConsensusPolicy consensus, Requirement requirement) {
    return new PoolSpec(
        "animals",
        "zoo",
        3,
        DispatchOrder.BREADTH_FIRST,
        new LeasePolicy(
            60, 5, LeasePolicy.LateAnswer.ACCEPT, LeasePolicy.AfterReturn.NOT_AGAIN, 30),
        redundancy,
        consensus,
        new AnswerSpec(AnswerSpec.Type.CHOICE, List.of("cat", "dog")),
        new Limits(100, 2, 50),
        List.of(requirement),
        new Reward(50_000L, "USD", Reward.Revoked.PAY, Reward.WrongGolds.PAY),
        new ReviewPolicy(ReviewPolicy.Mode.MANUAL, 0),
        new GoldPolicy(0),
        null,
        AT,
        LATER);
  }
}
