/**
 * The demonstration: a pool of texts to classify, two hundred simulated workers over real
 * WebSockets, and what came of it. Speaks to the server as any client does.
 */
package swarmline.api.demo;
