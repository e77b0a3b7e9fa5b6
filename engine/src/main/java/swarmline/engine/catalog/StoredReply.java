package swarmline.engine.catalog;

import java.time.Instant;

/**
 * What was answered to a request, kept so that the same request gets the same answer.
 *
 * @param digest of the request, to tell another request under the same key
 * @param location where what was created is; null for none
 */
public record StoredReply(
    String digest, int status, String contentType, String body, Instant at, String location) {}
