package swarmline.engine.consensus.crowd;

/**
 * What a model says of one item now.
 *
 * @param label the likeliest class; of classes that tie, the first
 * @param confidence how likely it is to be right, 0 to 1, calibrated
 * @param lead how likely it is to be right if one of the two likeliest classes is, 0.5 to 1,
 *     calibrated
 * @param insight how likely an answer of a typical worker is to be for the right one of those two
 *     classes, 0.5 to 1, calibrated
 * @param answers how many it follows from
 */
public record Reading(int label, double confidence, double lead, double insight, int answers) {}
