/**
 * The engine's catalog and the reader of task journals over the embedded store. Rows that dispatch
 * scans are small and binary; the others are stored types in CBOR.
 */
package swarmline.persistence.catalog;
