/**
 * WebSocket as a load generator needs it: many sockets on one thread, frames read where they
 * arrived, the few JSON fields that matter found without building a tree.
 */
package swarmline.loadtest.wire;
