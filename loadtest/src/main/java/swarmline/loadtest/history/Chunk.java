package swarmline.loadtest.history;

/** Bytes of notes on their way from a scribe to the file; given back empty. */
final class Chunk {
  static final int CAPACITY = 256 * 1024;

  final byte[] bytes = new byte[CAPACITY];
  int length;
}
