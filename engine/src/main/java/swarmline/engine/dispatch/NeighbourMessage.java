package swarmline.engine.dispatch;

import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.id.PoolId;
import swarmline.engine.pool.PoolView;

/** What nodes tell each other about pools. */
sealed interface NeighbourMessage extends EngineMessage {

  /** A pool has changed; to be answered once that is known and the pool's partitions are told. */
  record Hear(PoolView pool, ActorRef<Heard> replyTo) implements NeighbourMessage {}

  /** The node knows of the pool as it is now. */
  record Heard(PoolId pool) implements NeighbourMessage {}
}
