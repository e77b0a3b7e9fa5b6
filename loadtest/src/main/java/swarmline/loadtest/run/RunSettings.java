package swarmline.loadtest.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import swarmline.loadtest.worker.Behaviour;

/**
 * What a run does.
 *
 * @param capacity assignments each worker holds at once
 * @param length how long to measure; null to do a number of tasks instead, or to work until told
 * @param warmUp what is done first and not measured
 * @param tasks how many to publish and do; 0 to publish as they are done, for {@code length}
 * @param publishAhead tasks kept open while there is no number of them
 * @param redundancy different workers on each task
 * @param consensus the rule of that name; see the pool specification
 * @param reward per approved answer, in millionths of the currency unit
 * @param payloadBytes of JSON in each task
 * @param publishers connections that publish
 * @param batch tasks in one publishing request
 * @param loops threads that serve sockets
 * @param patience how long to wait for a server that is away, or for work to go on
 */
public record RunSettings(
    String name,
    int workers,
    int capacity,
    Duration length,
    Duration warmUp,
    long tasks,
    long publishAhead,
    int redundancy,
    String consensus,
    long reward,
    Duration lease,
    int pools,
    int payloadBytes,
    int publishers,
    int batch,
    Behaviour behaviour,
    List<String> choices,
    int loops,
    long seed,
    Duration patience) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public RunSettings {
    choices = List.copyOf(choices);
  }

  /** The specification of the n-th pool. */
  public ObjectNode poolSpec(int n) {
    ObjectNode spec = JSON.createObjectNode();
    spec.put("name", name + " " + (n + 1));
    spec.put("project", "load test");
    spec.putObject("lease").put("seconds", lease.toSeconds());
    spec.putObject("redundancy").put("answers", redundancy).put("max", redundancy);
    spec.putObject("consensus").put("rule", consensus);
    ObjectNode answer = spec.putObject("answer").put("type", "choice");
    choices.forEach(answer.putArray("choices")::add);
    spec.putObject("reward").put("amount", reward).put("currency", "USD");
    return spec;
  }

  /** The settings as JSON, for the report and the history. */
  public ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("name", name).put("workers", workers).put("capacity", capacity);
    json.put("seconds", length == null ? 0 : length.toSeconds());
    json.put("warmUpSeconds", warmUp.toSeconds()).put("tasks", tasks);
    json.put("publishAhead", publishAhead).put("redundancy", redundancy);
    json.put("consensus", consensus).put("reward", reward).put("leaseSeconds", lease.toSeconds());
    json.put("pools", pools).put("payloadBytes", payloadBytes).put("publishers", publishers);
    json.put("batch", batch).put("thinkMillis", behaviour.think().toMillis());
    json.put("abandon", behaviour.abandon()).put("return", behaviour.giveBack());
    json.put("accuracy", behaviour.accuracy()).put("loops", loops).put("seed", seed);
    return json;
  }
}
