package swarmline.engine.catalog;

import java.util.Set;

/** A task about to be published, not yet numbered; fields as in {@code TaskDefinition}. */
public record NewTask(
    String key,
    String payload,
    int priority,
    Integer redundancy,
    Set<String> reservedFor,
    Set<String> unavailableFor) {}
