package swarmline.engine.dispatch;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.consensus.Estimate;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.RevokeReason;

/** What a task can be asked. Each may arrive twice: the same answer, no second event. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
  @JsonSubTypes.Type(name = "claim", value = TaskCommand.Claim.class),
  @JsonSubTypes.Type(name = "submit", value = TaskCommand.Submit.class),
  @JsonSubTypes.Type(name = "renew", value = TaskCommand.Renew.class),
  @JsonSubTypes.Type(name = "return", value = TaskCommand.Return.class),
  @JsonSubTypes.Type(name = "skip", value = TaskCommand.Skip.class),
  @JsonSubTypes.Type(name = "review", value = TaskCommand.Review.class),
  @JsonSubTypes.Type(name = "revoke", value = TaskCommand.Revoke.class),
  @JsonSubTypes.Type(name = "discount", value = TaskCommand.Discount.class),
  @JsonSubTypes.Type(name = "restore", value = TaskCommand.Restore.class),
  @JsonSubTypes.Type(name = "set-redundancy", value = TaskCommand.SetRedundancy.class),
  @JsonSubTypes.Type(name = "set-priority", value = TaskCommand.SetPriority.class),
  @JsonSubTypes.Type(name = "end", value = TaskCommand.End.class),
  @JsonSubTypes.Type(name = "reopen", value = TaskCommand.Reopen.class),
  @JsonSubTypes.Type(name = "correct-gold", value = TaskCommand.CorrectGold.class),
  @JsonSubTypes.Type(name = "reweigh", value = TaskCommand.Reweigh.class),
  @JsonSubTypes.Type(name = "reopen-now", value = TaskCommand.ReopenNow.class),
  @JsonSubTypes.Type(name = "remind", value = TaskCommand.Remind.class),
  @JsonSubTypes.Type(name = "applied", value = TaskCommand.Applied.class),
  @JsonSubTypes.Type(name = "policy-changed", value = TaskCommand.PolicyChanged.class),
  @JsonSubTypes.Type(name = "consider", value = TaskCommand.Consider.class),
  @JsonSubTypes.Type(name = "look", value = TaskCommand.Look.class),
  @JsonSubTypes.Type(name = "stop", value = TaskCommand.Stop.class)
})
public sealed interface TaskCommand extends EngineMessage {

  /**
   * A lease for the worker, who is told when it is stored; a refusal goes to the partition.
   *
   * @param worker where the lease goes
   * @param request may be null
   * @param only whether the worker asked for this very task
   * @param trust how likely the worker is to be right, where its answer alone is to be enough; else
   *     null
   */
  record Claim(
      WorkerId id, ActorRef<WorkerCommand> worker, String request, boolean only, Double trust)
      implements TaskCommand {}

  /**
   * @param id null where the platform speaks for whoever holds the lease
   * @param worker who is told, with {@code re} and {@code session}; null where {@code replyTo} is
   * @param replyTo null where {@code worker} is told
   */
  record Submit(
      int ordinal,
      String id,
      String answer,
      String re,
      ActorRef<SessionMessage> session,
      ActorRef<WorkerCommand> worker,
      ActorRef<TaskReply> replyTo)
      implements TaskCommand {}

  /**
   * @param id null where the platform speaks for whoever holds the lease
   */
  record Renew(
      int ordinal,
      String id,
      String re,
      ActorRef<SessionMessage> session,
      ActorRef<TaskReply> replyTo)
      implements TaskCommand {}

  /**
   * @param id null where the platform speaks for whoever holds the lease
   * @param reason may be null
   */
  record Return(
      int ordinal,
      String id,
      String reason,
      String re,
      ActorRef<SessionMessage> session,
      ActorRef<TaskReply> replyTo)
      implements TaskCommand {}

  /**
   * @param id null where the platform speaks for whoever holds the lease
   */
  record Skip(
      int ordinal,
      String id,
      String re,
      ActorRef<SessionMessage> session,
      ActorRef<TaskReply> replyTo)
      implements TaskCommand {}

  record Review(int ordinal, boolean approve, ActorRef<TaskReply> replyTo) implements TaskCommand {}

  /**
   * @param ordinal 0 for every live lease
   */
  record Revoke(int ordinal, RevokeReason reason) implements TaskCommand {}

  /**
   * Others are asked instead of the worker; the partition is told when that is stored, or cannot
   * be.
   */
  record Discount(Sweep sweep, ActorRef<PartitionCommand> partition) implements Reopening {}

  /**
   * The worker's answers count again where there is room for them; the partition is told when that
   * is stored, or cannot be.
   */
  record Restore(Sweep sweep, ActorRef<PartitionCommand> partition) implements Reopening {}

  record SetRedundancy(int redundancy, ActorRef<TaskReply> replyTo) implements TaskCommand {}

  record SetPriority(int priority, ActorRef<TaskReply> replyTo) implements TaskCommand {}

  /**
   * @param replyTo null where the partition ends it
   */
  record End(OutcomeKind outcome, ActorRef<TaskReply> replyTo) implements TaskCommand {}

  /** What changes an ended task too: carried out once the catalog has the task as open. */
  sealed interface Reopening extends TaskCommand {}

  /**
   * @param redundancy null for as many as before, at least one more than there are answers
   */
  record Reopen(Integer redundancy, ActorRef<TaskReply> replyTo) implements Reopening {}

  /**
   * The truth of a gold is another than was declared.
   *
   * @param answer JSON text
   */
  record CorrectGold(String answer, ActorRef<TaskReply> replyTo) implements Reopening {}

  /**
   * What is known of workers by now makes another value of the answers to an ended task. Says not
   * what they come to in the end, which the task decides.
   */
  record Reweigh(Estimate estimate) implements Reopening {}

  /** The catalog has the task as open again: it is changed now, if it still is to be. */
  record ReopenNow(Reopening reopening) implements TaskCommand {}

  /** The worker is told again of the leases it has here. */
  record Remind(WorkerId id, ActorRef<WorkerCommand> worker) implements TaskCommand {}

  /** The workers of these turns have stored their settlements. */
  record Applied(List<Integer> ordinals) implements TaskCommand {}

  /** The pool's policy is another from now on. */
  record PolicyChanged(PoolSpec spec) implements TaskCommand {}

  /** What the pool's model makes of the counted answers. */
  record Consider(Estimate estimate) implements TaskCommand {}

  /** Time to look at the clock. Says nothing about what is due, so a stale one does no harm. */
  enum Look implements TaskCommand {
    NOW
  }

  /** The task's record is durable and final, or the task is idle: nothing is lost by stopping. */
  enum Stop implements TaskCommand {
    NOW
  }
}
