package swarmline.api.publish;

import java.time.Duration;

/**
 * Bounds of publishing.
 *
 * @param lineBytes in one task at the most
 * @param batchTasks stored in one step at the most
 * @param batchesInFlight of one request, being read or stored
 * @param linger how long a line waits for its batch to fill up
 * @param refusedLines told of in a reply at the most; more are only counted
 * @param patience how long a batch is sent again while the engine has too much to store
 */
public record PublishSettings(
    int lineBytes,
    int batchTasks,
    int batchesInFlight,
    Duration linger,
    int refusedLines,
    Duration patience) {}
