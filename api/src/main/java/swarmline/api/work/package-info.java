/**
 * Workers' connections. A connection is one stage in Pekko HTTP's stream: bytes in, bytes out, and
 * the engine's messages between them; there is no actor or queue of ours beside it.
 */
package swarmline.api.work;
