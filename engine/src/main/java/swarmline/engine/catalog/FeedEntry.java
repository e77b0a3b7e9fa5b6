package swarmline.engine.catalog;

import java.time.Instant;
import swarmline.engine.id.TenantId;

/**
 * Something a tenant may want to hear of. At least once; the id makes repeats harmless.
 *
 * @param id unique in the tenant, the same however often the entry is written
 * @param kind such as {@code task.ended}
 * @param data JSON object text
 */
public record FeedEntry(TenantId tenant, String id, String kind, Instant at, String data) {}
