package swarmline.engine.consensus;

import java.util.ArrayList;
import java.util.Comparator;
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

  /** A box that is added is held against all others once; joined anew is what hangs with it. */
  private static final class Boxes implements Tally {
    private final double overlap;
    private final List<BoxCluster> clusters = new ArrayList<>();
    private double all;
    private int answers;

    Boxes(double overlap) {
      this.overlap = overlap;
    }

    @Override
    public void add(String answer, double weight) {
      for (Box box : Box.all(answer)) {
        add(new BoxGroup.Drawn(box, answers, weight));
      }
      all += weight;
      answers++;
    }

    private void add(BoxGroup.Drawn drawn) {
      List<BoxCluster> touched = clusters.stream().filter(one -> one.touches(drawn)).toList();
      clusters.removeAll(touched);
      clusters.add(new BoxCluster(drawn, touched, overlap));
    }

    @Override
    public Aggregate now() {
      if (answers == 0) {
        return new Aggregate(null, 0, 0, 0, 0);
      }
      List<BoxGroup> groups =
          clusters.stream()
              .flatMap(cluster -> cluster.groups().stream())
              .sorted(BoxGroup.ORDER)
              .toList();
      List<Box> value = new ArrayList<>();
      Parts parts = new Parts(all);
      for (BoxGroup group : groups) {
        boolean in = 2 * group.votes() > all;
        Aggregate label = group.labels().now();
        double out = all - group.votes();
        if (in) {
          value.add(group.merged());
          boolean labelled = label.runnerUp() >= out;
          parts.add(
              label.votes(),
              Math.max(out, label.runnerUp()),
              labelled
                  ? ContestReason.BOXES_DIFFER_IN_LABEL
                  : ContestReason.BOXES_DIFFER_IN_PRESENCE);
        } else {
          parts.add(
              out,
              label.votes(),
              split(group, groups)
                  ? ContestReason.BOXES_DIFFER_IN_PLACE
                  : ContestReason.BOXES_DIFFER_IN_PRESENCE);
        }
      }
      return parts.aggregate(Box.text(value), answers);
    }

    /** Whether another group overlaps with this one, if not enough. */
    private static boolean split(BoxGroup group, List<BoxGroup> groups) {
      Box box = group.merged();
      return groups.stream().anyMatch(other -> other != group && box.overlap(other.merged()) > 0);
    }
  }
}
