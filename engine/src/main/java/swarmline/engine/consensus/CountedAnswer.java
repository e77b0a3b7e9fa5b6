package swarmline.engine.consensus;

import java.time.Instant;

/**
 * One answer of a task that counts, as a pool's model learns of it.
 *
 * @param turn ordinal of its assignment
 * @param answer canonical JSON text
 * @param at when it was given
 */
public record CountedAnswer(int turn, String worker, String answer, Instant at) {}
