/**
 * What a worker's assignments in a pool show of its work, and what a pool's rules make of that. No
 * clock, no actor, no I/O in here.
 */
package swarmline.engine.quality;
