/**
 * Batch estimation of true labels from all answers at once: what the incremental model is held
 * against. Pure.
 */
package swarmline.engine.consensus.batch;
