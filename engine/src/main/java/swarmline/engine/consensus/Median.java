package swarmline.engine.consensus;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The median of numbers: the first in order that half of all votes reach, so that of an even number
 * of answers it is the lower of the two in the middle, and the value is one that somebody gave. Of
 * all values it has the least weighted sum of distances to the answers (Laplace 1774; Edgeworth
 * 1888), and less than half of the votes cannot move it beyond what the others gave, whatever they
 * are. An answer agrees with it when it is within a tolerance.
 *
 * @param tolerance distance up to which two numbers agree, at least 0
 */
public record Median(BigDecimal tolerance) implements Aggregator {

  @Override
  public Tally tally() {
    return new Numbers(this);
  }

  @Override
  public Poll poll() {
    return new ReadPoll<>(new Numbers(this));
  }

  @Override
  public double agreement(String answer, String value) {
    return agree(new BigDecimal(answer), new BigDecimal(value)) ? 1 : 0;
  }

  private boolean agree(BigDecimal one, BigDecimal other) {
    return one.subtract(other).abs().compareTo(tolerance) <= 0;
  }

  /**
   * The first that half of the weight of all is at or before.
   *
   * @param sorted at least one
   */
  static <T> T middle(List<T> sorted, ToDoubleFunction<T> weight) {
    return middle(sorted, weight, sorted.stream().mapToDouble(weight).sum());
  }

  private static <T> T middle(List<T> sorted, ToDoubleFunction<T> weight, double all) {
    double before = 0;
    int place = -1;
    do {
      before += weight.applyAsDouble(sorted.get(++place));
    } while (2 * before < all);
    return sorted.get(place);
  }

  private static final class Given {
    private final BigDecimal number;
    private final String text;
    private double weight;

    Given(String text) {
      this.number = new BigDecimal(text);
      this.text = text;
    }

    BigDecimal number() {
      return number;
    }

    double weight() {
      return weight;
    }
  }

  /** The answers in order. */
  private static final class Numbers implements Tally, Ballots<Given> {
    private final Median median;
    private final List<Given> sorted = new ArrayList<>();
    private double all;

    Numbers(Median median) {
      this.median = median;
    }

    @Override
    public void add(String answer, double weight) {
      move(read(answer), weight);
    }

    @Override
    public Given read(String answer) {
      var one = new Given(answer);
      int place = Collections.binarySearch(sorted, one, Comparator.comparing(Given::number));
      sorted.add(place < 0 ? -place - 1 : place, one);
      return one;
    }

    @Override
    public void move(Given answer, double by) {
      answer.weight += by;
      all += by;
    }

    @Override
    public OptionalDouble agreement(Given answer) {
      if (all == 0) {
        return OptionalDouble.empty();
      }
      return OptionalDouble.of(
          median.agree(answer.number, middle(sorted, Given::weight, all).number) ? 1 : 0);
    }

    @Override
    public Aggregate now() {
      if (sorted.isEmpty()) {
        return new Aggregate(null, 0, 0, 0, 0);
      }
      Given middle = middle(sorted, Given::weight, all);
      double votes = 0;
      for (Given one : sorted) {
        votes += median.agree(one.number(), middle.number()) ? one.weight() : 0;
      }
      return new Aggregate(middle.text, votes, most(), 0, all, sorted.size());
    }

    /** The most votes that one value is within the tolerance of. */
    private double most() {
      BigDecimal width = median.tolerance.add(median.tolerance);
      double most = 0;
      double within = 0;
      int from = 0;
      for (Given to : sorted) {
        within += to.weight();
        while (to.number().subtract(sorted.get(from).number()).compareTo(width) > 0) {
          within -= sorted.get(from++).weight();
        }
        most = Math.max(most, within);
      }
      return most;
    }
  }
}
