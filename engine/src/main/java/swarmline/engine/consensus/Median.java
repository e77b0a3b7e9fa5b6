package swarmline.engine.consensus;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The median of numbers: the middle one in order, of an even number the lower of the two in the
 * middle, so that the value is one that somebody gave. Of all values it has the least sum of
 * distances to the answers (Laplace 1774), and fewer than half of them cannot move it beyond what
 * the others gave, whatever they are. An answer agrees with it when it is within a tolerance.
 *
 * @param tolerance distance up to which two numbers agree, at least 0
 */
public record Median(BigDecimal tolerance) implements Aggregator {

  @Override
  public Aggregate aggregate(List<String> answers) {
    List<String> texts = new ArrayList<>(answers);
    texts.sort((one, other) -> new BigDecimal(one).compareTo(new BigDecimal(other)));
    List<BigDecimal> numbers = texts.stream().map(BigDecimal::new).toList();
    int middle = (numbers.size() - 1) / 2;
    BigDecimal median = numbers.get(middle);
    int votes = 0;
    for (BigDecimal number : numbers) {
      votes += number.subtract(median).abs().compareTo(tolerance) <= 0 ? 1 : 0;
    }
    return new Aggregate(texts.get(middle), votes, most(numbers), 0, numbers.size());
  }

  /** The most numbers that one value is within the tolerance of. */
  private int most(List<BigDecimal> sorted) {
    BigDecimal width = tolerance.add(tolerance);
    int most = 0;
    int from = 0;
    for (int to = 0; to < sorted.size(); to++) {
      while (sorted.get(to).subtract(sorted.get(from)).compareTo(width) > 0) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }
}
