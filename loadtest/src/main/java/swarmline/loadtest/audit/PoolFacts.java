package swarmline.loadtest.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import swarmline.loadtest.history.Note.PoolMade;

/**
 * What a pool's specification promises.
 *
 * @param answersMax live leases and counted answers of one task at the most
 * @param takesAll whether a task ends only with {@code answersMax} counted answers
 * @param graceMicros how long a lease holds after the deadline that the worker was told
 * @param reward per approved answer, in millionths
 * @param sparesWrongGolds whether a wrong answer to a gold may be approved for nothing
 * @param replacesAnswers whether a rule may have others asked instead of a worker, so that its
 *     accepted answers count no longer
 */
record PoolFacts(
    int answersMax,
    boolean takesAll,
    long graceMicros,
    long reward,
    boolean sparesWrongGolds,
    boolean replacesAnswers) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MICROS_PER_SECOND = 1_000_000;

  static PoolFacts of(PoolMade made) {
    try {
      JsonNode spec = JSON.readTree(made.spec());
      JsonNode redundancy = spec.path("redundancy");
      int answers = redundancy.path("answers").asInt(1);
      String rule = spec.path("consensus").path("rule").asText("fixed");
      return new PoolFacts(
          redundancy.path("max").asInt(answers),
          rule.equals("fixed"),
          spec.path("lease").path("graceSeconds").asLong(0) * MICROS_PER_SECOND,
          spec.path("reward").path("amount").asLong(0),
          spec.path("reward").path("wrongGolds").asText().equals("no-pay"),
          spec.path("rules").findValuesAsText("action").contains("replace-answers"));
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }
}
