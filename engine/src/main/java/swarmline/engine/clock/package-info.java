/** The engine's sense of time. */
package swarmline.engine.clock;
