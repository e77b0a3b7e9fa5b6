package swarmline.loadtest.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * What became of the lines of one publishing request.
 *
 * @param refused lines that were not taken
 * @param isTemporary whether all of those may be taken when they are sent again
 * @param firstRefusal what was said about the first of them; empty where there is none
 */
public record PublishReply(
    long added, long existing, int refused, boolean isTemporary, String firstRefusal) {
  private static final Set<String> TEMPORARY = Set.of("try-again", "publishing-too-fast");

  static PublishReply of(JsonNode json) {
    JsonNode refused = json.path("refused");
    boolean temporary = !refused.isEmpty();
    for (JsonNode line : refused) {
      temporary &= TEMPORARY.contains(line.path("code").asText());
    }
    return new PublishReply(
        json.path("added").asLong(),
        json.path("existing").asLong(),
        refused.size(),
        temporary,
        refused.isEmpty() ? "" : refused.get(0).toString());
  }
}
