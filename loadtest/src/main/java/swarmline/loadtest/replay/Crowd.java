package swarmline.loadtest.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * One recorded data set.
 *
 * @param answers at most one of each worker on each item
 * @param truth of some or all items; never told to a server but as a declared gold
 */
public record Crowd(String name, List<Answer> answers, Map<String, String> truth) {

  /** What one worker answered on one item. */
  public record Answer(String item, String worker, String label) {}

  public Crowd {
    answers = List.copyOf(answers);
    truth = Map.copyOf(truth);
  }

  /** The labels that occur among the answers, in order. */
  public List<String> labels() {
    var labels = new TreeSet<String>();
    answers.forEach(answer -> labels.add(answer.label()));
    return List.copyOf(labels);
  }

  /** The answers of each item, items and answers in the order of the file. */
  public Map<String, List<Answer>> byItem() {
    return byItem(answers);
  }

  static Map<String, List<Answer>> byItem(List<Answer> answers) {
    var items = new LinkedHashMap<String, List<Answer>>();
    answers.forEach(a -> items.computeIfAbsent(a.item(), item -> new ArrayList<>()).add(a));
    return items;
  }

  /**
   * Items to be declared as golds: so large a share of all items, of those whose truth is known and
   * among the labels, by a draw that follows from the seed.
   */
  public Set<String> golds(double share, long seed) {
    var labels = Set.copyOf(labels());
    var known = new ArrayList<>(byItem().keySet());
    long wanted = Math.round(share * known.size());
    known.removeIf(item -> !truth.containsKey(item) || !labels.contains(truth.get(item)));
    Collections.shuffle(known, new Random(~seed));
    return Set.copyOf(known.subList(0, (int) Math.min(wanted, known.size())));
  }

  /** All answers in an order that follows from the seed. */
  public List<Answer> arrivals(long seed) {
    var shuffled = new ArrayList<>(answers);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }
}
