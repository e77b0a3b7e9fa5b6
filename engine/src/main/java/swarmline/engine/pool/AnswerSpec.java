package swarmline.engine.pool;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;

/**
 * What an answer looks like.
 *
 * @param type its JSON type
 * @param choices the allowed strings; only for the types of that name
 * @param tolerance how far apart two numbers may be that agree, at least 0; only for {@code number}
 * @param overlap from which two boxes are the same thing: intersection over union, above 0 to 1;
 *     only for {@code boxes}
 */
public record AnswerSpec(Type type, List<String> choices, BigDecimal tolerance, Double overlap) {
  static final int CHOICES_MAX = 10_000;

  /** Things at the most that are ranked. */
  static final int RANKED_MAX = 100;

  /** Boxes at the most in an answer. */
  public static final int BOXES_MAX = 100;

  static final double OVERLAP_DEFAULT = 0.5;

  /** Types of answers; two answers are equal when their canonical JSON is. */
  public enum Type {
    /** One of {@code choices}, as a plain JSON string. */
    @JsonProperty("choice")
    CHOICE,
    /** Any number of {@code choices}, none included: an array without repetition, in any order. */
    @JsonProperty("choices")
    CHOICES,
    /** A JSON string. */
    @JsonProperty("text")
    TEXT,
    /** A JSON number. */
    @JsonProperty("number")
    NUMBER,
    /** An array of {@code {x, y, width, height, label}}; labels where there are choices. */
    @JsonProperty("boxes")
    BOXES,
    /** An array of two or more of {@code choices}, the best first. */
    @JsonProperty("ranking")
    RANKING,
    /** Any JSON. */
    @JsonProperty("json")
    JSON
  }

  public AnswerSpec {
    type = Require.orElse(type, choices == null ? Type.JSON : Type.CHOICE);
    choices = choices == null ? List.of() : List.copyOf(choices);
    switch (type) {
      case CHOICE, CHOICES ->
          Require.between("the number of answer.choices", choices.size(), 2, CHOICES_MAX);
      case RANKING ->
          Require.between("the number of answer.choices", choices.size(), 2, RANKED_MAX);
      case BOXES -> Require.between("the number of answer.choices", choices.size(), 0, CHOICES_MAX);
      case TEXT, NUMBER, JSON ->
          Require.that(
              choices.isEmpty(),
              "answer.choices is for answer.type \"choice\", \"choices\", \"boxes\" and"
                  + " \"ranking\" only");
    }
    Require.that(new HashSet<>(choices).size() == choices.size(), "answer.choices must all differ");
    overlap = type == Type.BOXES ? Require.orElse(overlap, OVERLAP_DEFAULT) : overlap;
    Require.that(
        overlap == null || (type == Type.BOXES && overlap > 0 && overlap <= 1),
        "answer.overlap must be above 0 and at most 1, and is for answer.type \"boxes\" only");
    Require.that(
        tolerance == null || (type == Type.NUMBER && tolerance.signum() >= 0),
        "answer.tolerance must be at least 0, and is for answer.type \"number\" only");
  }

  /** Of a type that asks for nothing else. */
  public AnswerSpec(Type type, List<String> choices) {
    this(type, choices, null, null);
  }

  static AnswerSpec defaults() {
    return new AnswerSpec(null, null);
  }
}
