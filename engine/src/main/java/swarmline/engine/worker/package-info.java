/**
 * The rules of one worker: what it holds, has earned, may do. No clock, no actor, no I/O in here.
 */
package swarmline.engine.worker;
