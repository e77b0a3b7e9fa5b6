package swarmline.engine.consensus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Boxes, decided one by one: those of different answers that overlap are one thing, and the value
 * holds the things that more than half of the votes have drawn, each as the median of its sides
 * with its most frequent label. Boxes are joined in the order of their overlap, intersection over
 * union, the closest first, for as long as that reaches a bound (greedy matching as in Everingham
 * and others 2010). How far answers agree is how far they do on the thing on which they agree
 * least; where they do not, the aggregate says in what.
 *
 * @param overlap from which two boxes are the same thing, above 0 to 1
 */
public record BoxMerge(double overlap) implements Aggregator {
  static final String PRESENCE = "boxes-differ-in-presence";
  static final String LABEL = "boxes-differ-in-label";
  static final String PLACE = "boxes-differ-in-place";

  @Override
  public Tally tally() {
    return new Boxes(overlap);
  }

  /**
   * Boxes that have a counterpart of the same label, of all: twice the matches, by all (Dice 1945).
   */
  @Override
  public double agreement(String answer, String value) {
    List<Box> rest = new ArrayList<>(Box.all(value));
    List<Box> boxes = Box.all(answer);
    int all = rest.size() + boxes.size();
    int matches = 0;
    for (Box box : boxes) {
      Box best = rest.stream().max(Comparator.comparingDouble(box::overlap)).orElse(null);
      if (best != null
          && box.overlap(best) >= overlap
          && Objects.equals(box.label(), best.label())) {
        rest.remove(best);
        matches++;
      }
    }
    return all == 0 ? 1 : 2.0 * matches / all;
  }

  /** Two groups by two of their boxes. */
  private record Pair(Box one, Box other, BoxGroup first, BoxGroup second, double overlap) {}

  /** What all boxes come to does not follow from a part of them: they are joined anew. */
  private static final class Boxes implements Tally {
    private static final Comparator<Pair> CLOSEST_FIRST =
        Comparator.comparingDouble(Pair::overlap)
            .reversed()
            .thenComparing(Pair::one, Box.ORDER)
            .thenComparing(Pair::other, Box.ORDER);

    private final double overlap;
    private final List<BoxGroup.Drawn> drawn = new ArrayList<>();
    private double all;
    private int answers;

    Boxes(double overlap) {
      this.overlap = overlap;
    }

    @Override
    public void add(String answer, double weight) {
      for (Box box : Box.all(answer)) {
        drawn.add(new BoxGroup.Drawn(box, answers, weight));
      }
      all += weight;
      answers++;
    }

    @Override
    public Aggregate now() {
      if (answers == 0) {
        return new Aggregate(null, 0, 0, 0, 0);
      }
      List<BoxGroup> groups = groups();
      List<Box> value = new ArrayList<>();
      Parts parts = new Parts(all);
      for (BoxGroup group : groups) {
        boolean in = 2 * group.votes() > all;
        Aggregate label = group.labels().now();
        double out = all - group.votes();
        if (in) {
          value.add(group.merged());
          boolean labelled = label.runnerUp() >= out;
          parts.add(label.votes(), Math.max(out, label.runnerUp()), labelled ? LABEL : PRESENCE);
        } else {
          parts.add(out, label.votes(), split(group, groups) ? PLACE : PRESENCE);
        }
      }
      return parts.aggregate(Box.text(value), answers);
    }

    /** Whether another group overlaps with this one, if not enough. */
    private static boolean split(BoxGroup group, List<BoxGroup> groups) {
      Box box = group.merged();
      return groups.stream().anyMatch(other -> other != group && box.overlap(other.merged()) > 0);
    }

    private List<BoxGroup> groups() {
      List<BoxGroup> groups = new ArrayList<>();
      List<BoxGroup.Drawn> sorted = new ArrayList<>(drawn);
      sorted.sort(Comparator.comparing(BoxGroup.Drawn::box, Box.ORDER));
      sorted.forEach(one -> groups.add(new BoxGroup(one)));
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < groups.size(); i++) {
        for (int j = 0; j < i; j++) {
          Box one = sorted.get(j).box();
          Box other = sorted.get(i).box();
          double their = one.overlap(other);
          if (their >= overlap && sorted.get(i).answer() != sorted.get(j).answer()) {
            pairs.add(new Pair(one, other, groups.get(j), groups.get(i), their));
          }
        }
      }
      pairs.sort(CLOSEST_FIRST);
      return joined(groups, pairs);
    }

    private static List<BoxGroup> joined(List<BoxGroup> groups, List<Pair> pairs) {
      var into = new IdentityHashMap<BoxGroup, BoxGroup>();
      groups.forEach(group -> into.put(group, group));
      for (Pair pair : pairs) {
        BoxGroup first = into.get(pair.first());
        BoxGroup second = into.get(pair.second());
        if (first != second && first.joins(second)) {
          first.join(second);
          into.replaceAll((group, its) -> its == second ? first : its);
        }
      }
      return groups.stream().filter(group -> into.get(group) == group).toList();
    }
  }
}
