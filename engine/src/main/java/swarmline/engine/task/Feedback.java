package swarmline.engine.task;

/**
 * What a worker is told of its answer to a gold, where the pool gives feedback.
 *
 * @param right whether it is right
 * @param answer canonical JSON text of the answer that is
 * @param explanation why that is; may be null
 */
public record Feedback(boolean right, String answer, String explanation) {}
