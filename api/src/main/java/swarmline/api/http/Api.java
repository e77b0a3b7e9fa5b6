package swarmline.api.http;

import java.time.InstantSource;
import org.apache.pekko.actor.typed.ActorSystem;
import swarmline.api.json.Json;
import swarmline.api.problem.Rejected;
import swarmline.engine.dispatch.Engine;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;

/**
 * What every endpoint works with.
 *
 * @param clock the engine's
 */
record Api(
    ActorSystem<?> system,
    Engine engine,
    Json json,
    Replies replies,
    HttpSettings settings,
    InstantSource clock) {

  /** The pool as this node knows it. */
  PoolView pool(PoolId pool) {
    return engine.pools().find(pool).orElseThrow(() -> new Rejected(Refusal.UNKNOWN_POOL));
  }

  /** The tenant's pool of this name. */
  PoolView pool(TenantId tenant, String code) {
    return PoolId.parse(tenant, code)
        .map(this::pool)
        .orElseThrow(() -> new Rejected(Refusal.UNKNOWN_POOL));
  }

  /** The pool of a task; a task of a pool that is not known is not known either. */
  PoolView pool(TaskId task) {
    return engine.pools().find(task.pool()).orElseThrow(() -> new Rejected(Refusal.UNKNOWN_TASK));
  }

  /** The body as a value; an empty one stands for an object without fields. */
  <T> T body(Exchange exchange, Class<T> type) {
    byte[] body = exchange.body();
    return body.length == 0 ? json.read(json.object(), type) : json.read(body, type);
  }
}
