package swarmline.engine.consensus.crowd;

/**
 * What a model says of one item now.
 *
 * @param label the likeliest class; of classes that tie, the first
 * @param confidence how likely it is to be right, 0 to 1, calibrated
 * @param lead how likely it is to be right if one of the two likeliest classes is, 0.5 to 1,
 *     calibrated
 * @param answers how many it follows from
 */
public record Reading(int label, double confidence, double lead, int answers) {}
