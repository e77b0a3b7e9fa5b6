/**
 * Doing harm to a server under load, on this machine, and judging what it kept: kills, pauses, cut
 * connections, a full disk, a wall clock that jumps.
 */
package swarmline.loadtest.chaos;
