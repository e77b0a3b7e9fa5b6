package swarmline.engine.dispatch;

import java.time.Instant;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.task.Feedback;
import swarmline.engine.task.Refusal;

/** What a task answers to the platform. */
public sealed interface TaskReply extends EngineMessage {

  /** The change is stored, or was before. */
  record TaskChanged() implements TaskReply {}

  /**
   * The assignment's change is stored, or was before.
   *
   * @param expiresAt its deadline
   * @param feedback on its answer, where the pool gives that; else null
   */
  record AssignmentChanged(AssignmentId assignment, Instant expiresAt, Feedback feedback)
      implements TaskReply {}

  record TaskRefused(Refusal refusal) implements TaskReply {}
}
