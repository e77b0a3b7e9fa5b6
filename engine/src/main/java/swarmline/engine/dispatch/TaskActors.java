package swarmline.engine.dispatch;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import swarmline.engine.task.TaskTerms;

/** What a partition starts for a task that comes into play. */
interface TaskActors {
  /**
   * @param settled turns, from the first, whose settlements are known to be stored by their workers
   */
  Behavior<TaskCommand> of(TaskTerms terms, int settled, ActorRef<PartitionCommand> partition);
}
