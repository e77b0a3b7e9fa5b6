/**
 * How stored things become bytes: one table of types with names of our own, CBOR, fields only
 * added. A file format; golden files in the tests hold it.
 */
package swarmline.persistence.serialization;
