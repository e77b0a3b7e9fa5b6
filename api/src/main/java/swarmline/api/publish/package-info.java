/**
 * Tasks on their way in: bytes are cut into lines, lines are read into tasks beside the storing of
 * those before them, and batches are stored with a bounded number in flight.
 */
package swarmline.api.publish;
