/** A real Cassandra for tests, in a process of its own. */
package swarmline.cassandra;
