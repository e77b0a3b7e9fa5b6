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

  /** The specification of a pool for the crowd; each task says itself how many answers it has. */
  ObjectNode poolSpec(Crowd crowd) {
    int most = crowd.byItem().values().stream().mapToInt(List::size).max().orElse(1);
    ObjectNode spec = JSON.createObjectNode();
    spec.put("name", crowd.name() + " " + name).put("project", "replay " + crowd.name());
    spec.putObject("redundancy").put("answers", most).put("max", most);
    spec.set("consensus", consensus);
    ArrayNode choices = spec.putObject("answer").put("type", "choice").putArray("choices");
    crowd.labels().forEach(choices::add);
    spec.putObject("limits").put("perWorkerAtOnce", AT_ONCE);
    return spec;
  }
}
