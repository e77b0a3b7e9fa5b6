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
 */
public record AnswerSpec(Type type, List<String> choices, BigDecimal tolerance) {
  static final int CHOICES_MAX = 10_000;

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
    /** Any JSON. */
    @JsonProperty("json")
    JSON
  }

  public AnswerSpec {
    type = Require.orElse(type, choices == null ? Type.JSON : Type.CHOICE);
    choices = choices == null ? List.of() : List.copyOf(choices);
    if (type == Type.CHOICE || type == Type.CHOICES) {
      Require.between("the number of answer.choices", choices.size(), 2, CHOICES_MAX);
      Require.that(
          new HashSet<>(choices).size() == choices.size(), "answer.choices must all differ");
    } else {
      Require.that(
          choices.isEmpty(), "answer.choices is for answer.type \"choice\" and \"choices\" only");
    }
    Require.that(
        tolerance == null || (type == Type.NUMBER && tolerance.signum() >= 0),
        "answer.tolerance must be at least 0, and is for answer.type \"number\" only");
  }

  /** Without tolerance. */
  public AnswerSpec(Type type, List<String> choices) {
    this(type, choices, null);
  }

  static AnswerSpec defaults() {
    return new AnswerSpec(null, null);
  }
}
