package swarmline.engine.consensus.crowd;

import java.util.Arrays;

/**
 * How much each pair of workers errs alike: sums over the items that both answered. There are two
 * sets of sums: those of the last whole pass over the items, which are read, and those of the pass
 * that is under way. Open addressing, 24 bytes a slot.
 */
final class PairTable {
  private static final long FREE = -1;
  private static final int FIRST_SLOTS = 1 << 6;

  private long[] keys = new long[FIRST_SLOTS];
  private float[] alike = new float[FIRST_SLOTS];
  private float[] possible = new float[FIRST_SLOTS];
  private float[] alikeNext = new float[FIRST_SLOTS];
  private float[] possibleNext = new float[FIRST_SLOTS];
  private int pairs;

  PairTable() {
    Arrays.fill(keys, FREE);
  }

  int pairs() {
    return pairs;
  }

  long bytes() {
    return keys.length * (Long.BYTES + 4L * Float.BYTES);
  }

  /** The pair's slot, valid until a new pair is entered; negative where there is none. */
  int find(int one, int other) {
    long key = key(one, other);
    int mask = keys.length - 1;
    for (int slot = hash(key) & mask; ; slot = (slot + 1) & mask) {
      if (keys[slot] == key) {
        return slot;
      }
      if (keys[slot] == FREE) {
        return -1;
      }
    }
  }

  int enter(int one, int other) {
    int found = find(one, other);
    if (found >= 0) {
      return found;
    }
    if (++pairs * 4L > keys.length * 3L) {
      grow();
    }
    return place(key(one, other));
  }

  /** Correlation of the pair's errors in the last whole pass, 0 to 1, doubted by {@code doubt}. */
  double correlation(int slot, double doubt) {
    double ratio = alike[slot] / (possible[slot] + doubt);
    return ratio < 0 ? 0 : Math.min(ratio, 1);
  }

  /** Counts at once, until a whole pass has seen it. */
  void addNow(int slot, double alikeBy, double possibleBy) {
    alike[slot] += (float) alikeBy;
    possible[slot] += (float) possibleBy;
  }

  void addNext(int slot, double alikeBy, double possibleBy) {
    alikeNext[slot] += (float) alikeBy;
    possibleNext[slot] += (float) possibleBy;
  }

  /** The pass is over: what it summed is read from now on. */
  void turn() {
    float[] was = alike;
    alike = alikeNext;
    alikeNext = was;
    was = possible;
    possible = possibleNext;
    possibleNext = was;
    Arrays.fill(alikeNext, 0);
    Arrays.fill(possibleNext, 0);
  }

  private int place(long key) {
    int mask = keys.length - 1;
    int slot = hash(key) & mask;
    while (keys[slot] != FREE) {
      slot = (slot + 1) & mask;
    }
    keys[slot] = key;
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    float[][] old = {alike, possible, alikeNext, possibleNext};
    keys = new long[2 * oldKeys.length];
    Arrays.fill(keys, FREE);
    alike = new float[keys.length];
    possible = new float[keys.length];
    alikeNext = new float[keys.length];
    possibleNext = new float[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int slot = place(oldKeys[i]);
        alike[slot] = old[0][i];
        possible[slot] = old[1][i];
        alikeNext[slot] = old[2][i];
        possibleNext[slot] = old[3][i];
      }
    }
  }

  private static long key(int one, int other) {
    return one < other ? (long) one << 32 | other : (long) other << 32 | one;
  }

  private static int hash(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) ^ (int) (mixed >>> 17);
  }
}
