package swarmline.loadtest.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/**
 * The pools of a run, all alike.
 *
 * @param redundancy different workers on each task
 * @param consensus the rule of that name; see the pool specification
 * @param reward per approved answer, in millionths of the currency unit
 */
public record Shape(
    int pools,
    int redundancy,
    String consensus,
    long reward,
    Duration lease,
    List<String> choices) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Shape {
    choices = List.copyOf(choices);
  }

  /** Whether a task ends only when every answer has come. */
  boolean takesAll() {
    return consensus.equals("fixed");
  }

  /**
   * @param atOnce assignments that a worker may hold of the pool at once
   */
  ObjectNode poolSpec(String name, int atOnce) {
    ObjectNode spec = JSON.createObjectNode();
    spec.put("name", name);
    spec.put("project", "load test");
    spec.putObject("lease").put("seconds", lease.toSeconds());
    spec.putObject("redundancy").put("answers", redundancy).put("max", redundancy);
    spec.putObject("consensus").put("rule", consensus);
    ObjectNode answer = spec.putObject("answer").put("type", "choice");
    choices.forEach(answer.putArray("choices")::add);
    spec.putObject("limits").put("perWorkerAtOnce", atOnce);
    spec.putObject("reward").put("amount", reward).put("currency", "USD");
    return spec;
  }

  void describe(ObjectNode json) {
    json.put("pools", pools).put("redundancy", redundancy).put("consensus", consensus);
    json.put("reward", reward).put("leaseSeconds", lease.toSeconds());
    choices.forEach(json.putArray("choices")::add);
  }
}
