package swarmline.loadtest.worker;

/** Since when each of a worker's free places has been free, first freed first filled. */
final class FreePlaces {
  private final long[] since;
  private int first;
  private int count;

  FreePlaces(int capacity) {
    since = new long[capacity];
  }

  void clear() {
    count = 0;
  }

  void freed(long now) {
    if (count < since.length) {
      since[(first + count) % since.length] = now;
      count++;
    }
  }

  /** Nanoseconds that the place now filled was free; -1 where that is not known. */
  long filled(long now) {
    if (count == 0) {
      return -1;
    }
    long waited = now - since[first];
    first = (first + 1) % since.length;
    count--;
    return waited;
  }
}
