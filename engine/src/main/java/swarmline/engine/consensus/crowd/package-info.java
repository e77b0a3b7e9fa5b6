/**
 * What a pool's answers say of its tasks and of its workers, kept up to date answer by answer. Pure
 * and single-threaded; whoever owns a model feeds it.
 */
package swarmline.engine.consensus.crowd;
