package swarmline.engine.dispatch;

/** Marks what an actor sends to itself alone: it may carry what only this node understands. */
interface SelfMessage {}
