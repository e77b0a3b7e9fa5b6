/**
 * The embedded store: one RocksDB database in a data directory, one committer that writes in
 * groups. Knows keys and bytes; what they mean is for the packages above it. The layout is in
 * {@code docs/storage.md}.
 */
package swarmline.persistence.embedded;
