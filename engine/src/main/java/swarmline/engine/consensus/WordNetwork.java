package swarmline.engine.consensus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What some texts say at each place, as far as it decides where the words of a further text go
 * (Fiscus 1997): to the places where the fewest differ. How often it is said makes no difference.
 * Immutable; places that a text does not change are shared.
 *
 * @param places the words of each, {@link #NONE} among them where a text has none
 * @param texts how many are in it
 */
record WordNetwork(List<Set<String>> places, int texts) {
  /** What stands where a text has no word; sorts before all words. */
  static final String NONE = "";

  /** Of no text. */
  static final WordNetwork EMPTY = new WordNetwork(List.of(), 0);

  /** Costs of a wrong, a missing or an extra word, as in Fiscus's aligner. */
  private static final int WRONG = 4;

  private static final int GAP = 3;

  /**
   * Where one word goes.
   *
   * @param word its place in the text; -1 where the text has none
   * @param fresh whether no text before had a place there
   */
  record Step(int word, boolean fresh) {}

  /**
   * A text laid along the others.
   *
   * @param network with the text in it
   * @param steps one for each of its places
   */
  record Aligned(WordNetwork network, List<Step> steps) {}

  /**
   * The network with one text more.
   *
   * @param words of the text, as they are compared
   */
  Aligned with(List<String> words) {
    int[][] costs = costs(words);
    List<Step> steps = new ArrayList<>();
    List<Set<String>> next = new ArrayList<>();
    int i = places.size();
    int j = words.size();
    while (i > 0 || j > 0) {
      if (i > 0 && j > 0 && costs[i][j] == costs[i - 1][j - 1] + wrong(i - 1, words.get(j - 1))) {
        next.add(plus(places.get(--i), words.get(--j)));
        steps.add(new Step(j, false));
      } else if (i > 0 && costs[i][j] == costs[i - 1][j] + missing(i - 1)) {
        next.add(plus(places.get(--i), NONE));
        steps.add(new Step(-1, false));
      } else {
        String word = words.get(--j);
        next.add(texts == 0 ? Set.of(word) : plus(Set.of(NONE), word));
        steps.add(new Step(j, true));
      }
    }
    Collections.reverse(next);
    Collections.reverse(steps);
    return new Aligned(new WordNetwork(next, texts + 1), steps);
  }

  private int[][] costs(List<String> words) {
    var costs = new int[places.size() + 1][words.size() + 1];
    for (int i = 0; i <= places.size(); i++) {
      for (int j = 0; j <= words.size(); j++) {
        int least = i == 0 && j == 0 ? 0 : Integer.MAX_VALUE;
        if (i > 0) {
          least = Math.min(least, costs[i - 1][j] + missing(i - 1));
        }
        if (j > 0) {
          least = Math.min(least, costs[i][j - 1] + GAP);
        }
        if (i > 0 && j > 0) {
          least = Math.min(least, costs[i - 1][j - 1] + wrong(i - 1, words.get(j - 1)));
        }
        costs[i][j] = least;
      }
    }
    return costs;
  }

  private int wrong(int place, String word) {
    return places.get(place).contains(word) ? 0 : WRONG;
  }

  private int missing(int place) {
    return places.get(place).contains(NONE) ? 0 : GAP;
  }

  private static Set<String> plus(Set<String> words, String word) {
    if (words.contains(word)) {
      return words;
    }
    var more = new HashSet<>(words);
    more.add(word);
    return more;
  }
}
