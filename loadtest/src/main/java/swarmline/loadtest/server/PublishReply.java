package swarmline.loadtest.server;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What became of the lines of one publishing request.
 *
 * @param refused lines that were not taken
 * @param firstRefusal what was said about the first of them; empty where there is none
 */
public record PublishReply(long added, long existing, int refused, String firstRefusal) {
  static PublishReply of(JsonNode json) {
    JsonNode refused = json.path("refused");
    return new PublishReply(
        json.path("added").asLong(),
        json.path("existing").asLong(),
        refused.size(),
        refused.isEmpty() ? "" : refused.get(0).toString());
  }
}
