/** The rules of one task: slots, leases, answers, outcome. No clock, no actor, no I/O in here. */
package swarmline.engine.task;
