/**
 * What a slice of a pool keeps in memory: the index of offerable tasks, the waiting line, the
 * deadlines. A hint that heals itself: the tasks are the truth. No actors here; not thread-safe,
 * owned by one partition.
 */
package swarmline.engine.partition;
