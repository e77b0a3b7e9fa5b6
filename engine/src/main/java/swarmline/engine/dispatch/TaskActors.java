package swarmline.engine.dispatch;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import swarmline.engine.task.TaskTerms;

/** What a partition starts for a task that comes into play. */
interface TaskActors {

  Behavior<TaskCommand> of(Start start, ActorRef<PartitionCommand> partition);

  /**
   * What is known of a task before its actor starts.
   *
   * @param touched whether anything may be stored of it
   * @param settled turns, from the first, whose settlements its workers are known to have stored
   *     though its events may not say so: those that a final task's record names
   */
  record Start(TaskTerms terms, boolean touched, int settled) {}
}
