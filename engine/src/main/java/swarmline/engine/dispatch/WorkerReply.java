package swarmline.engine.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.quality.RecentWork;
import swarmline.engine.task.Refusal;
import swarmline.engine.worker.Restriction;
import swarmline.engine.worker.WorkerEvent.RuleFired;

/** What a worker answers to the platform. */
public sealed interface WorkerReply extends EngineMessage {

  /**
   * The leases a pull got.
   *
   * @param why why there are none; null where there are some
   */
  record Pulled(List<SessionMessage.Held> assignments, Refusal why) implements WorkerReply {}

  /**
   * A worker as it is now.
   *
   * @param earned by currency, in millionths of its unit
   * @param done assignments answered, by code of the pool
   * @param ended assignments by how they ended, verdict in lower case
   */
  record Described(
      WorkerId worker,
      boolean connected,
      boolean paused,
      int capacity,
      List<LiveAssignment> live,
      Map<String, String> qualifications,
      List<Restriction> restrictions,
      Map<String, Long> earned,
      Map<String, Integer> done,
      Map<String, Long> ended)
      implements WorkerReply {}

  /** The latest firings of pools' rules, the latest last. */
  record FiredAre(List<RuleFired> firings) implements WorkerReply {}

  record RecentWorkIs(RecentWork work) implements WorkerReply {}

  record LiveAssignment(AssignmentId assignment, Instant expiresAt) implements EngineMessage {}

  /** The change is stored. */
  record Changed() implements WorkerReply {}

  /**
   * Each rule that dispatch looks at, in order: the worker's own, then those of the slice that
   * offers a task, or else of the one that comes closest to it.
   *
   * @param offered whether all are met
   * @param unanswered slices, by index, that did not answer in time
   */
  record Explained(boolean offered, List<Rule> rules, List<Integer> unanswered)
      implements WorkerReply {}

  /**
   * @param name the refusal's code it would give
   * @param detail what was compared, for people
   */
  record Rule(String name, boolean met, String detail) implements EngineMessage {}

  record WorkerRefused(Refusal refusal) implements WorkerReply {}
}
