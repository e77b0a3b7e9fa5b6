package swarmline.engine.consensus;

import com.fasterxml.jackson.databind.node.TextNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Texts, decided word by word: ROVER (Fiscus 1997). Texts are aligned one after the other, by the
 * fewest words that differ, to the places of those before; at each place the most frequent word
 * wins, or none. Words are equal whatever their case and the punctuation at their ends, and are
 * written as most of those who agree wrote them. How far answers agree is how far they do on the
 * place on which they agree least.
 *
 * <p>Texts are aligned in the order of what they say, so that the order in which they came does not
 * matter: one that comes is aligned to those before it in that order, and those behind it to it;
 * one that says the same as another is not aligned at all. What is beyond {@value #WORDS_MAX} words
 * of a text is its last word.
 */
public final class Rover implements Aggregator {
  static final int WORDS_MAX = 300;

  @Override
  public Tally tally() {
    return new Texts();
  }

  /** 1 less the words that differ, of those of the longer text (word error rate). */
  @Override
  public double agreement(String answer, String value) {
    List<String> one = plain(words(answer));
    List<String> other = plain(words(value));
    int longer = Math.max(one.size(), other.size());
    var before = new int[other.size() + 1];
    for (int j = 0; j <= other.size(); j++) {
      before[j] = j;
    }
    for (String word : one) {
      var row = new int[before.length];
      row[0] = before[0] + 1;
      for (int j = 1; j < row.length; j++) {
        int wrong = before[j - 1] + (word.equals(other.get(j - 1)) ? 0 : 1);
        row[j] = Math.min(wrong, Math.min(before[j], row[j - 1]) + 1);
      }
      before = row;
    }
    return longer == 0 ? 1 : 1 - (double) before[other.size()] / longer;
  }

  private static List<String> words(String answer) {
    String text = Normalizer.normalize(AnswerTexts.text(answer), Normalizer.Form.NFKC).strip();
    return text.isEmpty() ? List.of() : List.of(NormalisedText.SPACE.split(text, WORDS_MAX));
  }

  private static List<String> plain(List<String> words) {
    return words.stream().map(NormalisedText::plain).toList();
  }

  /** A text as somebody wrote it. */
  private record Written(List<String> words, double weight) {}

  /** Texts that say the same, in their place behind others. */
  private static final class Said {
    private final List<String> plain;
    private final List<Written> written = new ArrayList<>();
    private double weight;
    private WordNetwork.Aligned aligned;

    Said(List<String> plain) {
      this.plain = plain;
    }

    void add(List<String> words, double its) {
      written.add(new Written(words, its));
      weight += its;
    }
  }

  /** What was said at one place, and how it was written. */
  private static final class Place {
    private final Majority.Votes said = new Majority.Votes();
    private final TreeMap<String, Majority.Votes> written = new TreeMap<>();

    void add(String plain, String word, double weight) {
      said.add(plain, weight);
      written.computeIfAbsent(plain, none -> new Majority.Votes()).add(word, weight);
    }

    void addNone(double weight) {
      add(WordNetwork.NONE, WordNetwork.NONE, weight);
    }

    void add(Said text, int word) {
      if (word < 0) {
        addNone(text.weight);
        return;
      }
      for (Written one : text.written) {
        add(text.plain.get(word), one.words().get(word), one.weight());
      }
    }
  }

  private static final class Texts implements Tally {
    private final TreeMap<String, Said> texts = new TreeMap<>();
    private int answers;

    @Override
    public void add(String answer, double weight) {
      List<String> words = words(answer);
      List<String> plain = plain(words);
      String text = String.join(" ", plain);
      Said said = texts.get(text);
      if (said == null) {
        said = new Said(plain);
        texts.put(text, said);
        alignFrom(text);
      }
      said.add(words, weight);
      answers++;
    }

    private void alignFrom(String text) {
      Map.Entry<String, Said> before = texts.lowerEntry(text);
      WordNetwork network =
          before == null ? WordNetwork.EMPTY : before.getValue().aligned.network();
      for (Said said : texts.tailMap(text).values()) {
        said.aligned = network.with(said.plain);
        network = said.aligned.network();
      }
    }

    @Override
    public Aggregate now() {
      if (texts.isEmpty()) {
        return new Aggregate(null, 0, 0, 0, 0);
      }
      List<Place> places = List.of();
      double all = 0;
      for (Said text : texts.values()) {
        places = with(places, text, all);
        all += text.weight;
      }
      var value = new StringBuilder();
      var parts = new Parts(all);
      for (Place place : places) {
        Aggregate word = place.said.now();
        parts.add(word.votes(), word.runnerUp(), null);
        if (!word.value().equals(WordNetwork.NONE)) {
          value.append(value.isEmpty() ? "" : " ");
          value.append(place.written.get(word.value()).now().value());
        }
      }
      return parts.aggregate(TextNode.valueOf(value.toString()).toString(), answers);
    }

    /**
     * The places with one text more.
     *
     * @param before votes of the texts before it
     */
    private static List<Place> with(List<Place> places, Said text, double before) {
      List<Place> all = new ArrayList<>(text.aligned.steps().size());
      int known = 0;
      for (WordNetwork.Step step : text.aligned.steps()) {
        Place place = step.fresh() ? new Place() : places.get(known++);
        if (step.fresh() && before > 0) {
          place.addNone(before);
        }
        place.add(text, step.word());
        all.add(place);
      }
      return all;
    }
  }
}
