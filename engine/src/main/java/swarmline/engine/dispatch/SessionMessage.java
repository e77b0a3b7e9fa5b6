package swarmline.engine.dispatch;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.task.Feedback;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.RevokeReason;
import swarmline.engine.task.Settlement;

/** What a worker's session is told. Everything here is stored before it is sent. */
public sealed interface SessionMessage extends EngineMessage {

  /** The answer to one request of the session, or of an HTTP call in its place. */
  sealed interface Reply extends SessionMessage {
    /** The request's id, as the client chose it. */
    String re();
  }

  /**
   * The session is now the worker's only one.
   *
   * @param worker where the session sends from now on, and what it ends with; null where it goes on
   *     sending by the worker's id
   */
  record Welcome(String re, List<Held> assignments, ActorRef<WorkerCommand> worker)
      implements Reply {
    public Welcome {
      assignments = List.copyOf(assignments);
    }
  }

  /**
   * An answer, return, skip, renewal, pause or resumption was carried out.
   *
   * @param assignment null for pause and resume
   * @param expiresAt the new deadline after a renewal; else null
   * @param feedback on an answer, where the pool gives that; else null
   */
  record Accepted(String re, AssignmentId assignment, Instant expiresAt, Feedback feedback)
      implements Reply {
    /** Without feedback. */
    public Accepted(String re, AssignmentId assignment, Instant expiresAt) {
      this(re, assignment, expiresAt, null);
    }
  }

  /**
   * @param assignment null where the request named none
   */
  record Refused(String re, AssignmentId assignment, Refusal refusal) implements Reply {}

  /** A lease the worker has from now on, pushed or as a claim's result. */
  record Assigned(Held held) implements SessionMessage {}

  record Revoked(AssignmentId assignment, RevokeReason reason, boolean paid)
      implements SessionMessage {}

  record Expired(AssignmentId assignment) implements SessionMessage {}

  record Expiring(AssignmentId assignment, long inSeconds) implements SessionMessage {}

  record Settled(AssignmentId assignment, Settlement settlement) implements SessionMessage {}

  /** Nothing to offer now; will push. */
  record Waiting() implements SessionMessage {}

  /**
   * No task is on its way for a place that the session made free: what is held back to travel with
   * one may go. The client is not told.
   */
  record NothingFollows() implements SessionMessage {}

  /** A newer session of the same worker took over; nothing more will come. */
  record Superseded() implements SessionMessage {}

  /**
   * A live lease with what the worker needs to do the task.
   *
   * @param payload JSON text
   */
  record Held(AssignmentId assignment, String payload, Instant expiresAt)
      implements EngineMessage {}
}
