package swarmline.engine.consensus;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The most frequent text, where two are equal when they differ only in case, in white space, in
 * punctuation at their ends, or in how Unicode writes the same characters (form KC, Unicode
 * Standard Annex 15). The value is the way in which most of those who agree wrote it; of ways that
 * tie, the first in the order of their texts.
 */
public final class NormalisedText implements Aggregator {
  static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern ENDS = Pattern.compile("^[\\p{P}\\s]+|[\\p{P}\\s]+$");

  @Override
  public Tally tally() {
    return new Texts();
  }

  @Override
  public double agreement(String answer, String value) {
    return normal(answer).equals(normal(value)) ? 1 : 0;
  }

  /** The votes of each text, and of each way in which it was written. */
  private static final class Texts implements Tally {
    private final Majority.Votes votes = new Majority.Votes();
    private final Map<String, Majority.Votes> ways = new TreeMap<>();

    @Override
    public void add(String answer, double weight) {
      String normal = normal(answer);
      votes.add(normal, weight);
      ways.computeIfAbsent(normal, none -> new Majority.Votes()).add(answer, weight);
    }

    @Override
    public Aggregate now() {
      Aggregate now = votes.now();
      return now.value() == null ? now : now.written(ways.get(now.value()).now().value());
    }
  }

  /** What two equal texts have in common. */
  static String normal(String json) {
    return plain(AnswerTexts.text(json));
  }

  /** The same of a text. Punctuation that is all there is, is kept. */
  static String plain(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
    String folded = SPACE.matcher(composed).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    String bare = ENDS.matcher(folded).replaceAll("");
    return bare.isEmpty() ? folded : bare;
  }
}
