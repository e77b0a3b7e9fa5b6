package swarmline.api.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes short messages to a shop by a small grammar, each with the label it was made for. The same
 * seed gives the same texts. Some are hard: they begin like another label.
 */
final class Texts {
  /** Share of texts that begin like another label. */
  private static final double HARD = 0.15;

  private static final List<String> THINGS =
      List.of(
          "kettle",
          "desk lamp",
          "rain jacket",
          "bicycle pump",
          "headset",
          "garden hose",
          "travel mug",
          "alarm clock",
          "camping stove",
          "backpack",
          "keyboard",
          "frying pan");
  private static final List<String> WHEN =
      List.of("on Monday", "last week", "yesterday", "two days ago", "this morning", "in May");
  private static final Map<Label, List<String>> OPENERS =
      Map.of(
          Label.PRAISE, List.of("Well done!", "I have to say:", "What a find.", "Thank you."),
          Label.COMPLAINT, List.of("I am not happy.", "Not again.", "Sadly,", "To be honest:"),
          Label.QUESTION, List.of("Hello there,", "Quick one:", "Could you help me?", "Hi,"));
  private static final Map<Label, List<String>> BODIES =
      Map.of(
          Label.PRAISE,
              List.of(
                  "the %s that came %s works better than I had hoped",
                  "the %s I bought %s is the best I ever owned",
                  "my %s arrived %s, a day early and well packed"),
          Label.COMPLAINT,
              List.of(
                  "the %s that came %s stopped working after one hour",
                  "my %s arrived %s with a crack and without its manual",
                  "I sent the %s back %s and nobody has answered me since"),
          Label.QUESTION,
              List.of(
                  "does the %s I ordered %s come in another colour",
                  "which battery fits the %s I bought %s",
                  "where do I find the invoice for the %s from %s"));
  private static final Map<Label, List<String>> CLOSERS =
      Map.of(
          Label.PRAISE, List.of(" - five stars.", ", and my sister wants one too.", "!"),
          Label.COMPLAINT, List.of(", so I want my money back.", " - never again.", "."),
          Label.QUESTION, List.of(", and how long would it take?", "?", ", please?"));

  private Texts() {}

  /**
   * One text.
   *
   * @param truth what it was made for
   * @param hard whether it begins like another label
   */
  record Text(String key, String text, Label truth, boolean hard) {}

  static List<Text> make(int count, RandomGenerator random) {
    var texts = new ArrayList<Text>(count);
    for (int i = 0; i < count; i++) {
      Label truth = pick(List.of(Label.values()), random);
      boolean hard = random.nextDouble() < HARD;
      texts.add(new Text("message-" + (i + 1), text(truth, hard, random), truth, hard));
    }
    return texts;
  }

  private static String text(Label truth, boolean hard, RandomGenerator random) {
    Label opening = hard ? truth.other(1) : truth;
    return pick(OPENERS.get(opening), random)
        + " "
        + String.format(pick(BODIES.get(truth), random), pick(THINGS, random), pick(WHEN, random))
        + pick(CLOSERS.get(truth), random);
  }

  private static <T> T pick(List<T> from, RandomGenerator random) {
    return from.get(random.nextInt(from.size()));
  }
}
