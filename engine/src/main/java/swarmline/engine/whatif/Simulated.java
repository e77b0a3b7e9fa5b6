package swarmline.engine.whatif;

import java.util.SortedMap;

/**
 * What a pool would have come to.
 *
 * @param tasks that have answers
 * @param answers how many would have been bought, of those that were recorded
 * @param resolved tasks with a value
 * @param contested tasks without one, by reason
 * @param undecided tasks that would have wanted more answers than were recorded
 * @param outcomes against the values that the tasks were resolved on, golds left out
 * @param golds against the truths of golds, which the simulation was not told
 */
public record Simulated(
    int tasks,
    int answers,
    int resolved,
    SortedMap<String, Integer> contested,
    int undecided,
    Compared outcomes,
    Compared golds) {}
