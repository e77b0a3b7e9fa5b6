package swarmline.engine.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A poll that leaves an answer out by taking its votes away for a moment. */
final class ReadPoll<T> implements Poll {
  private final Ballots<T> ballots;
  private final List<Given<T>> given = new ArrayList<>();

  private static final class Given<T> {
    private final T answer;
    private double weight;

    Given(T answer) {
      this.answer = answer;
    }
  }

  /**
   * @param ballots without answers
   */
  ReadPoll(Ballots<T> ballots) {
    this.ballots = ballots;
  }

  @Override
  public int answers() {
    return given.size();
  }

  @Override
  public void add(String answer) {
    given.add(new Given<>(ballots.read(answer)));
  }

  @Override
  public void weigh(int answer, double weight) {
    Given<T> one = given.get(answer);
    if (one.weight != weight) {
      ballots.move(one.answer, weight - one.weight);
      one.weight = weight;
    }
  }

  @Override
  public Aggregate now() {
    return ballots.now();
  }

  @Override
  public OptionalDouble agreement(int answer) {
    Given<T> one = given.get(answer);
    ballots.move(one.answer, -one.weight);
    OptionalDouble agreement = ballots.agreement(one.answer);
    ballots.move(one.answer, one.weight);
    return agreement;
  }

  @Override
  public boolean rereads() {
    return false;
  }
}
