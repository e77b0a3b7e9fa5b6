/**
 * The store of a cluster: journal, snapshots and catalog in Cassandra. {@code
 * docs/adr/0010-a-cluster-on-cassandra.md} says why it is as it is.
 */
package swarmline.persistence.cassandra;
