package swarmline.engine.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import swarmline.engine.consensus.Aggregate;
import swarmline.engine.consensus.Aggregator;
import swarmline.engine.consensus.Tally;

/**
 * What a task's counted answers come to, kept from one decision to the next so that no answer is
 * read twice. It follows from the turns alone, whatever it was asked before. Not thread-safe.
 */
final class RunningTally {
  private final Aggregator aggregator;
  private Tally tally;

  /** The answers in the tally, by ordinal. */
  private Map<Integer, String> taken = Map.of();

  RunningTally(Aggregator aggregator) {
    this.aggregator = aggregator;
  }

  Aggregate of(Turns turns) {
    if (turns.counted() < 2) {
      return aggregator.aggregate(turns.countedAnswers());
    }
    if (tally == null || !taken.entrySet().stream().allMatch(one -> counts(turns, one))) {
      tally = aggregator.tally();
      taken = new HashMap<>();
    }
    for (Assignment turn : turns.all()) {
      if (turn.counted() && taken.putIfAbsent(turn.ordinal(), turn.answer()) == null) {
        tally.add(turn.answer(), 1);
      }
    }
    return tally.now();
  }

  private static boolean counts(Turns turns, Map.Entry<Integer, String> answer) {
    List<Assignment> all = turns.all();
    if (answer.getKey() > all.size()) {
      return false;
    }
    Assignment turn = all.get(answer.getKey() - 1);
    return turn.counted() && turn.answer().equals(answer.getValue());
  }
}
