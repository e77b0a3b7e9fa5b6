/** From the embedded store to Cassandra. */
package swarmline.persistence.migration;
