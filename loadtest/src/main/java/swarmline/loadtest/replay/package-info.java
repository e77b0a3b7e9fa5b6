/**
 * Recorded crowds as workload: real answers of real workers, given to a running server one by one,
 * and what its consensus makes of them beside the truth.
 */
package swarmline.loadtest.replay;
