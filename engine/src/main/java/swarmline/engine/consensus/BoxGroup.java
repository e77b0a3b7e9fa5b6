package swarmline.engine.consensus;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Boxes of different answers that are taken for the same thing. */
final class BoxGroup {
  /** By what their boxes are, the first in the order of places first. */
  static final Comparator<BoxGroup> ORDER =
      Comparator.<BoxGroup, Box>comparing(
              group -> group.drawn.stream().map(Drawn::box).min(Box.ORDER).orElseThrow(), Box.ORDER)
          .thenComparing(BoxGroup::votes);

  private final List<Drawn> drawn = new ArrayList<>();
  private final BitSet answers = new BitSet();

  /**
   * A box of one answer.
   *
   * @param answer number of the answer
   */
  record Drawn(Box box, int answer, double weight) {}

  BoxGroup(Drawn first) {
    drawn.add(first);
    answers.set(first.answer());
  }

  /** Whether no answer has a box in both. */
  boolean joins(BoxGroup other) {
    return !answers.intersects(other.answers);
  }

  void join(BoxGroup other) {
    drawn.addAll(other.drawn);
    answers.or(other.answers);
  }

  List<Drawn> drawn() {
    return drawn;
  }

  /** Votes of those who drew it. */
  double votes() {
    return drawn.stream().mapToDouble(Drawn::weight).sum();
  }

  /** Votes of each label among them. */
  Majority.Votes labels() {
    var votes = new Majority.Votes();
    drawn.forEach(
        one -> votes.add(one.box().label() == null ? "" : one.box().label(), one.weight()));
    return votes;
  }

  /** Side by side the median of what was drawn, with the most frequent label. */
  Box merged() {
    String label = labels().now().value();
    return new Box(
        median(Box::left),
        median(Box::top),
        median(Box::right),
        median(Box::bottom),
        label.isEmpty() ? null : label);
  }

  private double median(ToDoubleFunction<Box> side) {
    ToDoubleFunction<Drawn> its = one -> side.applyAsDouble(one.box());
    List<Drawn> sorted = drawn.stream().sorted(Comparator.comparingDouble(its)).toList();
    return its.applyAsDouble(Median.middle(sorted, Drawn::weight));
  }
}
