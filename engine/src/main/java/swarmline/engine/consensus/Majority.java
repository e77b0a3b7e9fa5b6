package swarmline.engine.consensus;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The most frequent answer (plurality vote); two answers are equal when their texts are. Of values
 * that tie, the first in the order of their texts leads.
 */
public final class Majority implements Aggregator {

  @Override
  public Tally tally() {
    return new Votes();
  }

  @Override
  public Poll poll() {
    return new ReadPoll<>(new Votes());
  }

  @Override
  public Aggregate aggregate(List<String> answers) {
    return answers.size() == 1
        ? new Aggregate(answers.get(0), 1, 1, 0, 1)
        : Aggregator.super.aggregate(answers);
  }

  /** The votes of each value. */
  static final class Votes implements Tally, Ballots<String> {
    private final Map<String, Double> votes = new TreeMap<>();
    private double all;
    private int answers;

    @Override
    public void add(String answer, double weight) {
      move(read(answer), weight);
    }

    @Override
    public String read(String answer) {
      answers++;
      return answer;
    }

    @Override
    public void move(String answer, double by) {
      votes.merge(answer, by, Double::sum);
      all += by;
    }

    @Override
    public OptionalDouble agreement(String answer) {
      Aggregate now = now();
      return now.tied()
          ? OptionalDouble.empty()
          : OptionalDouble.of(answer.equals(now.value()) ? 1 : 0);
    }

    @Override
    public Aggregate now() {
      String leader = null;
      double most = 0;
      double second = 0;
      for (Map.Entry<String, Double> entry : votes.entrySet()) {
        double its = entry.getValue();
        if (its > most) {
          second = most;
          most = its;
          leader = entry.getKey();
        } else {
          second = Math.max(second, its);
        }
      }
      return new Aggregate(leader, most, most, second, all, answers);
    }
  }
}
