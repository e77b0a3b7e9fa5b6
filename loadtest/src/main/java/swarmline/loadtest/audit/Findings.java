package swarmline.loadtest.audit;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;

/** What checks have found so far: every violation counted, the first of each rule kept. */
public final class Findings {
  private static final int KEPT_PER_RULE = 10;

  private final List<Finding> kept = new ArrayList<>();
  private final List<Check> made = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, Long> measures = new TreeMap<>();

  /** Adds a violation: what happened, with the ids of those it happened to where {@code {}} is. */
  void add(Check check, String what, Object... values) {
    String rule = check.getClass().getSimpleName();
    long count = counts.merge(rule, 1L, Long::sum);
    if (count <= KEPT_PER_RULE) {
      kept.add(new Finding(check.invariant(), rule, filled(what, values)));
    }
  }

  /** A check was made, whatever it found. */
  void made(Check check) {
    made.add(check);
  }

  /** The checks that were made. */
  List<Check> made() {
    return made;
  }

  private static String filled(String what, Object... values) {
    String text = what;
    for (Object value : values) {
      text = text.replaceFirst("\\{}", Matcher.quoteReplacement(String.valueOf(value)));
    }
    return text;
  }

  /** Something worth knowing that is no violation. */
  void measure(String name, long value) {
    measures.put(name, value);
  }

  /** The first violations of each rule. */
  public List<Finding> kept() {
    return List.copyOf(kept);
  }

  /** Names of the invariants that do not hold, such as {@code I1, I4}. */
  public String invariants() {
    return kept.stream().map(Finding::invariant).distinct().sorted().collect(joining(", "));
  }

  /** Violations by rule. */
  public Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  public Map<String, Long> measures() {
    return new TreeMap<>(measures);
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }
}
