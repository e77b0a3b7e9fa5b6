package swarmline.engine.consensus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
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
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern ENDS = Pattern.compile("^[\\p{P}\\s]+|[\\p{P}\\s]+$");

  private final Majority majority = new Majority();

  @Override
  public Aggregate aggregate(List<String> answers) {
    if (answers.isEmpty()) {
      return majority.aggregate(answers);
    }
    Map<String, List<String>> ways = new TreeMap<>();
    for (String answer : answers) {
      ways.computeIfAbsent(normal(answer), same -> new ArrayList<>()).add(answer);
    }
    Aggregate leader = majority.aggregate(answers.stream().map(NormalisedText::normal).toList());
    String value = majority.aggregate(ways.get(leader.value())).value();
    return new Aggregate(value, leader.votes(), leader.most(), leader.runnerUp(), answers.size());
  }

  /** What two equal texts have in common. Punctuation that is all there is, is kept. */
  static String normal(String json) {
    String composed = Normalizer.normalize(text(json), Normalizer.Form.NFKC);
    String folded = SPACE.matcher(composed).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    String bare = ENDS.matcher(folded).replaceAll("");
    return bare.isEmpty() ? folded : bare;
  }

  private static String text(String json) {
    try {
      return JSON.readValue(json, String.class);
    } catch (JsonProcessingException notText) {
      throw new IllegalArgumentException("no JSON string: " + json, notText);
    }
  }
}
