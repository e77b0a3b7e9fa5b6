/**
 * Ports to what is stored beside the journal. The engine knows neither RocksDB nor Cassandra; an
 * implementation passes the store contract suite of {@code persistence}.
 */
package swarmline.engine.catalog;
