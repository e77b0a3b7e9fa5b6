/**
 * The judgement over a recorded run: what clients were told against what the server stored, rule by
 * rule. Pure: reads notes, has no clock and asks nobody.
 */
package swarmline.loadtest.audit;
