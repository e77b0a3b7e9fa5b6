/**
 * A small server that speaks enough of the protocol to test the load test with, in memory and on
 * one thread, and that does one thing wrong where it is told to.
 */
package swarmline.loadtest.fake;
