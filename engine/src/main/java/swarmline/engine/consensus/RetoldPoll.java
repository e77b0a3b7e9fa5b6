package swarmline.engine.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A poll that tells its answers to a new tally whenever it is asked: it fits every aggregator. */
final class RetoldPoll implements Poll {
  private static final int NONE = -1;

  private final Aggregator aggregator;
  private final List<String> answers = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();

  RetoldPoll(Aggregator aggregator) {
    this.aggregator = aggregator;
  }

  @Override
  public int answers() {
    return answers.size();
  }

  @Override
  public void add(String answer) {
    answers.add(answer);
    weights.add(0.0);
  }

  @Override
  public void weigh(int answer, double weight) {
    weights.set(answer, weight);
  }

  @Override
  public Aggregate now() {
    return without(NONE);
  }

  @Override
  public OptionalDouble agreement(int answer) {
    Aggregate others = without(answer);
    return others.value() == null || others.tied()
        ? OptionalDouble.empty()
        : OptionalDouble.of(aggregator.agreement(answers.get(answer), others.value()));
  }

  private Aggregate without(int left) {
    Tally tally = aggregator.tally();
    for (int i = 0; i < answers.size(); i++) {
      if (i != left) {
        tally.add(answers.get(i), weights.get(i));
      }
    }
    return tally.now();
  }

  @Override
  public boolean rereads() {
    return true;
  }
}
