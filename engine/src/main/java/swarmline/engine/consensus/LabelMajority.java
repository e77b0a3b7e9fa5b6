package swarmline.engine.consensus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sets of labels, decided label by label: the value holds those that more than half of the votes
 * have named ("binary relevance"; Nowak and Rüger 2010 find that it serves image labels well).
 * Labels are in the order of their texts. How far answers agree is how far they do on the label on
 * which they agree least; a label named by exactly half is a tie.
 */
public final class LabelMajority implements Aggregator {

  @Override
  public Tally tally() {
    return new Labels();
  }

  @Override
  public Poll poll() {
    return new ReadPoll<>(new Labels());
  }

  /** Labels that both name, of those that either names (Jaccard 1901). */
  @Override
  public double agreement(String answer, String value) {
    Set<String> both = new HashSet<>(AnswerTexts.texts(answer));
    Set<String> either = new HashSet<>(AnswerTexts.texts(value));
    int sum = both.size() + either.size();
    both.retainAll(either);
    return sum == 0 ? 1 : (double) both.size() / (sum - both.size());
  }

  /** The votes of each label that somebody named. */
  private static final class Labels implements Tally, Ballots<Set<String>> {
    private final Map<String, Double> named = new TreeMap<>();
    private double all;
    private int answers;

    @Override
    public void add(String answer, double weight) {
      move(read(answer), weight);
    }

    @Override
    public Set<String> read(String answer) {
      answers++;
      return new HashSet<>(AnswerTexts.texts(answer));
    }

    @Override
    public void move(Set<String> answer, double by) {
      answer.forEach(label -> named.merge(label, by, Double::sum));
      all += by;
    }

    @Override
    public OptionalDouble agreement(Set<String> answer) {
      int both = 0;
      int either = answer.size();
      boolean tied = all == 0;
      for (Map.Entry<String, Double> label : named.entrySet()) {
        double its = 2 * label.getValue();
        boolean here = answer.contains(label.getKey());
        tied |= its == all;
        if (its > all) {
          both += here ? 1 : 0;
          either += here ? 0 : 1;
        }
      }
      if (tied) {
        return OptionalDouble.empty();
      }
      return OptionalDouble.of(either == 0 ? 1 : (double) both / either);
    }

    @Override
    public Aggregate now() {
      if (answers == 0) {
        return new Aggregate(null, 0, 0, 0, 0);
      }
      ArrayNode value = JsonNodeFactory.instance.arrayNode();
      var parts = new Parts(all);
      for (Map.Entry<String, Double> label : named.entrySet()) {
        double its = label.getValue();
        parts.add(Math.max(its, all - its), Math.min(its, all - its), null);
        if (2 * its > all) {
          value.add(label.getKey());
        }
      }
      return parts.aggregate(value.toString(), answers);
    }
  }
}
