package swarmline.loadtest.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A way of deciding that crowds are replayed under.
 *
 * @param consensus the part of a pool's specification of that name
 */
public record Policy(String name, ObjectNode consensus) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int AT_ONCE = 1000;

  /** Answers before which a rule that asks how likely a value is settles nothing. */
  private static final int LEAST = 2;

  /** Whether a model of the pool weighs answers, so that the server has estimates to show. */
  boolean weighs() {
    return asksLikelihood() || !consensus.path("aggregator").asText("majority").equals("majority");
  }

  private boolean asksLikelihood() {
    return List.of("posterior", "lead").contains(consensus.path("rule").asText());
  }

  /** The specification of a pool for the crowd; each task says itself how many answers it has. */
  ObjectNode poolSpec(Crowd crowd) {
    int most = crowd.byItem().values().stream().mapToInt(List::size).max().orElse(1);
    int answers = asksLikelihood() ? LEAST : most;
    ObjectNode spec = JSON.createObjectNode();
    spec.put("name", crowd.name() + " " + name).put("project", "replay " + crowd.name());
    spec.putObject("redundancy").put("answers", answers).put("max", answers);
    spec.set("consensus", consensus);
    ArrayNode choices = spec.putObject("answer").put("type", "choice").putArray("choices");
    crowd.labels().forEach(choices::add);
    spec.putObject("limits").put("perWorkerAtOnce", AT_ONCE);
    return spec;
  }
}
