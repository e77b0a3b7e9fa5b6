package swarmline.engine.consensus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Boxes that hang together: each overlaps enough with another of them that was drawn by another
 * answer. Which of them are one thing does not depend on any box outside; they are joined when that
 * is first asked, the closest pair first (greedy matching).
 */
final class BoxCluster {
  private static final Comparator<BoxGroup.Drawn> BY_PLACE =
      Comparator.comparing(BoxGroup.Drawn::box, Box.ORDER).thenComparingInt(BoxGroup.Drawn::answer);

  private final double overlap;
  private final List<BoxGroup.Drawn> drawn = new ArrayList<>();

  /** Null until asked for. */
  private List<BoxGroup> groups;

  /** Two boxes that may be one thing, and the groups that they began as. */
  private record Pair(Box one, Box other, BoxGroup first, BoxGroup second, double overlap) {
    static final Comparator<Pair> CLOSEST_FIRST =
        Comparator.comparingDouble(Pair::overlap)
            .reversed()
            .thenComparing(Pair::one, Box.ORDER)
            .thenComparing(Pair::other, Box.ORDER);
  }

  /**
   * @param one a box that was added
   * @param touched those that it hangs together with, which this one takes the place of
   * @param overlap from which two boxes may be the same thing
   */
  BoxCluster(BoxGroup.Drawn one, List<BoxCluster> touched, double overlap) {
    this.overlap = overlap;
    touched.forEach(other -> drawn.addAll(other.drawn));
    drawn.add(one);
  }

  /** Whether the box hangs together with one of these. */
  boolean touches(BoxGroup.Drawn other) {
    return drawn.stream().anyMatch(one -> overlap(one, other) >= overlap);
  }

  /** Boxes of one answer are never one thing. */
  private static double overlap(BoxGroup.Drawn one, BoxGroup.Drawn other) {
    return one.answer() == other.answer() ? 0 : one.box().overlap(other.box());
  }

  /** The things that they are. */
  List<BoxGroup> groups() {
    if (groups == null) {
      drawn.sort(BY_PLACE);
      groups = joined(drawn.stream().map(BoxGroup::new).toList());
    }
    return groups;
  }

  private List<BoxGroup> joined(List<BoxGroup> single) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < single.size(); i++) {
      for (int j = 0; j < i; j++) {
        double their = overlap(drawn.get(j), drawn.get(i));
        if (their >= overlap) {
          pairs.add(
              new Pair(
                  drawn.get(j).box(), drawn.get(i).box(), single.get(j), single.get(i), their));
        }
      }
    }
    pairs.sort(Pair.CLOSEST_FIRST);
    var into = new IdentityHashMap<BoxGroup, BoxGroup>();
    single.forEach(group -> into.put(group, group));
    for (Pair pair : pairs) {
      BoxGroup first = into.get(pair.first());
      BoxGroup second = into.get(pair.second());
      if (first != second && first.joins(second)) {
        first.join(second);
        into.replaceAll((group, its) -> its == second ? first : its);
      }
    }
    return single.stream().filter(group -> into.get(group) == group).toList();
  }
}
