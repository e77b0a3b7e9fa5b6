/**
 * Simulated workers: each holds a WebSocket, takes what it is handed, answers, and notes what it
 * was told.
 */
package swarmline.loadtest.worker;
