/**
 * HTTP: one table of routes, each row an operation with who may ask, what it takes and what it
 * answers. The table is data, so that the documents are checked against it.
 */
package swarmline.api.http;
