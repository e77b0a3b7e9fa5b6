/** JSON in and out: strict, bounded, with errors that say where. */
package swarmline.api.json;
