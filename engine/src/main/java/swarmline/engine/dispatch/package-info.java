/**
 * The actors: thin shells that store what the rules decide, answer, and keep timers. The only
 * package of the engine that knows Pekko, beside the ports of {@code catalog}.
 *
 * <p>A claim goes from a session to its {@code WorkerEntity}, from there to the pool's {@code
 * PoolPartition}, which picks a task from its index and hands the claim to the {@code TaskEntity};
 * the lease, once stored, goes back to the worker and its session.
 */
package swarmline.engine.dispatch;
