package swarmline.engine.consensus;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The most frequent answer (plurality vote); two answers are equal when their texts are. Of values
 * that tie, the first in the order of their texts leads.
 */
public final class Majority implements Aggregator {

  @Override
  public Aggregate aggregate(List<String> answers) {
    if (answers.size() == 1) {
      return new Aggregate(answers.get(0), 1, 1, 0, 1);
    }
    Map<String, Integer> votes = new TreeMap<>();
    answers.forEach(answer -> votes.merge(answer, 1, Integer::sum));
    String leader = null;
    int most = 0;
    int second = 0;
    for (var entry : votes.entrySet()) {
      int count = entry.getValue();
      if (count > most) {
        second = most;
        most = count;
        leader = entry.getKey();
      } else {
        second = Math.max(second, count);
      }
    }
    return new Aggregate(leader, most, most, second, answers.size());
  }
}
