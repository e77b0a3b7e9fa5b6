package swarmline.engine.dispatch;

/** Marks what may cross a node boundary; bound to a serializer in configuration. */
public interface EngineMessage {}
