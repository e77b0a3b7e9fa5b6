package swarmline.engine.consensus;

import com.fasterxml.jackson.databind.node.TextNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** ROVER as it is described: all texts are aligned one after the other, whenever it is asked. */
final class NaiveRover implements Aggregator {
  private static final String NONE = "";
  private static final int WRONG = 4;
  private static final int GAP = 3;

  @Override
  public Tally tally() {
    return new Texts();
  }

  private static List<String> words(String answer) {
    String text = Normalizer.normalize(AnswerTexts.text(answer), Normalizer.Form.NFKC).strip();
    return text.isEmpty() ? List.of() : List.of(NormalisedText.SPACE.split(text, Rover.WORDS_MAX));
  }

  private static List<String> plain(List<String> words) {
    return words.stream().map(NormalisedText::plain).toList();
  }

  private record Spoken(List<String> words, List<String> plain, double weight) {
    String text() {
      return String.join(" ", plain) + "\n" + String.join(" ", words);
    }
  }

  /** What was said at one place, and how it was written. */
  private static final class Place {
    private final Majority.Votes said = new Majority.Votes();
    private final TreeMap<String, Majority.Votes> written = new TreeMap<>();

    boolean has(String word) {
      return written.containsKey(word);
    }

    void add(String plain, String word, double weight) {
      said.add(plain, weight);
      written.computeIfAbsent(plain, none -> new Majority.Votes()).add(word, weight);
    }
  }

  private static final class Texts implements Tally {
    private final List<Spoken> texts = new ArrayList<>();

    @Override
    public void add(String answer, double weight) {
      List<String> words = words(answer);
      texts.add(new Spoken(words, NaiveRover.plain(words), weight));
      texts.sort(Comparator.comparing(Spoken::text));
    }

    @Override
    public Aggregate now() {
      if (texts.isEmpty()) {
        return new Aggregate(null, 0, 0, 0, 0);
      }
      List<Place> places = new ArrayList<>();
      double all = 0;
      for (Spoken text : texts) {
        places = aligned(places, text, all);
        all += text.weight();
      }
      var value = new StringBuilder();
      var parts = new Parts(all);
      for (Place place : places) {
        Aggregate word = place.said.now();
        parts.add(word.votes(), word.runnerUp(), null);
        if (!word.value().equals(NONE)) {
          value.append(value.isEmpty() ? "" : " ");
          value.append(place.written.get(word.value()).now().value());
        }
      }
      return parts.aggregate(TextNode.valueOf(value.toString()).toString(), texts.size());
    }

    /**
     * The places with one text more.
     *
     * @param before votes of the texts before it
     */
    private static List<Place> aligned(List<Place> places, Spoken text, double before) {
      int[][] costs = costs(places, text.plain());
      List<Place> all = new ArrayList<>();
      int i = places.size();
      int j = text.words().size();
      while (i > 0 || j > 0) {
        boolean both =
            i > 0
                && j > 0
                && costs[i][j]
                    == costs[i - 1][j - 1] + wrong(places.get(i - 1), text.plain().get(j - 1));
        if (both) {
          Place place = places.get(--i);
          j--;
          place.add(text.plain().get(j), text.words().get(j), text.weight());
          all.add(place);
        } else if (i > 0 && costs[i][j] == costs[i - 1][j] + missing(places.get(i - 1))) {
          Place place = places.get(--i);
          place.add(NONE, NONE, text.weight());
          all.add(place);
        } else {
          j--;
          var place = new Place();
          if (before > 0) {
            place.add(NONE, NONE, before);
          }
          place.add(text.plain().get(j), text.words().get(j), text.weight());
          all.add(place);
        }
      }
      Collections.reverse(all);
      return all;
    }

    private static int[][] costs(List<Place> places, List<String> words) {
      var costs = new int[places.size() + 1][words.size() + 1];
      for (int i = 0; i <= places.size(); i++) {
        for (int j = 0; j <= words.size(); j++) {
          int least = i == 0 && j == 0 ? 0 : Integer.MAX_VALUE;
          if (i > 0) {
            least = Math.min(least, costs[i - 1][j] + missing(places.get(i - 1)));
          }
          if (j > 0) {
            least = Math.min(least, costs[i][j - 1] + GAP);
          }
          if (i > 0 && j > 0) {
            least =
                Math.min(least, costs[i - 1][j - 1] + wrong(places.get(i - 1), words.get(j - 1)));
          }
          costs[i][j] = least;
        }
      }
      return costs;
    }

    private static int wrong(Place place, String word) {
      return place.has(word) ? 0 : WRONG;
    }

    private static int missing(Place place) {
      return place.has(NONE) ? 0 : GAP;
    }
  }
}
