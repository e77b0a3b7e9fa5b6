package swarmline.api.publish;

/**
 * A piece of a body that holds whole lines.
 *
 * @param bytes the lines, each but perhaps the last of a body ends in a line feed
 * @param firstLine number of the first line, from 1
 * @param tooLong whether this stands for one line that was too long to be kept; no bytes then
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LineBlock(byte[] bytes, long firstLine, boolean tooLong) {}
