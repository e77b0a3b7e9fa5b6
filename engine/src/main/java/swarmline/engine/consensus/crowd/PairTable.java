package swarmline.engine.consensus.crowd;

import java.util.Arrays;

/**
 * How much each pair of workers errs alike: sums over the items that both answered. There are two
 * sets of sums: those of the last whole pass over the items, which are read, and those of the pass
 * that is under way.
 *
 * <p>Many small tables of open addressing, 24 bytes a slot, so that no single call pays for all
 * pairs: a table grows by itself, and notices that a pass is over when it is next used.
 */
final class PairTable {
  private static final int TABLE_BITS = 10;
  private static final int SLOT_BITS = 31 - TABLE_BITS;
  private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;

  private final Table[] tables = new Table[1 << TABLE_BITS];
  private int pairs;
  private int pass;

  int pairs() {
    return pairs;
  }

  long bytes() {
    long bytes = 0;
    for (Table table : tables) {
      bytes += table == null ? 0 : table.keys.length * (Long.BYTES + 4L * Float.BYTES);
    }
    return bytes;
  }

  /** The pair's slot, valid until a new pair is entered; negative where there is none. */
  int find(int one, int other) {
    long key = key(one, other);
    long mixed = mixed(key);
    int number = number(mixed);
    Table table = tables[number];
    int slot = table == null ? -1 : table.find(key, mixed);
    return slot < 0 ? -1 : (number << SLOT_BITS) | slot;
  }

  int enter(int one, int other) {
    int found = find(one, other);
    if (found >= 0) {
      return found;
    }
    pairs++;
    long key = key(one, other);
    long mixed = mixed(key);
    int number = number(mixed);
    if (tables[number] == null) {
      tables[number] = new Table(pass);
    }
    return (number << SLOT_BITS) | tables[number].enter(key, mixed);
  }

  /** Correlation of the pair's errors in the last whole pass, 0 to 1, doubted by {@code doubt}. */
  double correlation(int slot, double doubt) {
    Table table = tableOf(slot);
    int at = slot & SLOT_MASK;
    double ratio = table.alike[at] / (table.possible[at] + doubt);
    return ratio < 0 ? 0 : Math.min(ratio, 1);
  }

  /** Counts at once, until a whole pass has seen it. */
  void addNow(int slot, double alikeBy, double possibleBy) {
    Table table = tableOf(slot);
    table.alike[slot & SLOT_MASK] += (float) alikeBy;
    table.possible[slot & SLOT_MASK] += (float) possibleBy;
  }

  void addNext(int slot, double alikeBy, double possibleBy) {
    Table table = tableOf(slot);
    table.alikeNext[slot & SLOT_MASK] += (float) alikeBy;
    table.possibleNext[slot & SLOT_MASK] += (float) possibleBy;
  }

  /** The pass is over: what it summed is read from now on. */
  void turn() {
    pass++;
  }

  private Table tableOf(int slot) {
    Table table = tables[slot >>> SLOT_BITS];
    table.catchUp(pass);
    return table;
  }

  private static long key(int one, int other) {
    return one < other ? ((long) one << 32) | other : ((long) other << 32) | one;
  }

  private static long mixed(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 32);
  }

  private static int number(long mixed) {
    return (int) (mixed >>> (32 - TABLE_BITS)) & ((1 << TABLE_BITS) - 1);
  }

  /** The pairs whose keys have some bits of their hash in common. */
  private static final class Table {
    private static final long FREE = -1;
    private static final int FIRST_SLOTS = 4;

    private long[] keys = new long[FIRST_SLOTS];
    private float[] alike = new float[FIRST_SLOTS];
    private float[] possible = new float[FIRST_SLOTS];
    private float[] alikeNext = new float[FIRST_SLOTS];
    private float[] possibleNext = new float[FIRST_SLOTS];
    private int entered;
    private int pass;

    Table(int pass) {
      this.pass = pass;
      Arrays.fill(keys, FREE);
    }

    int find(long key, long mixed) {
      int mask = keys.length - 1;
      for (int slot = (int) mixed & mask; ; slot = (slot + 1) & mask) {
        if (keys[slot] == key) {
          return slot;
        }
        if (keys[slot] == FREE) {
          return -1;
        }
      }
    }

    int enter(long key, long mixed) {
      if (++entered * 4L > keys.length * 3L) {
        grow();
      }
      return place(key, mixed);
    }

    private int place(long key, long mixed) {
      int mask = keys.length - 1;
      int slot = (int) mixed & mask;
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
          int slot = place(oldKeys[i], mixed(oldKeys[i]));
          alike[slot] = old[0][i];
          possible[slot] = old[1][i];
          alikeNext[slot] = old[2][i];
          possibleNext[slot] = old[3][i];
        }
      }
    }

    /** Passes that ended since: what the last of them summed is read, nothing if it was none. */
    void catchUp(int now) {
      if (pass == now) {
        return;
      }
      if (now - pass == 1) {
        float[] was = alike;
        alike = alikeNext;
        alikeNext = was;
        was = possible;
        possible = possibleNext;
        possibleNext = was;
      } else {
        Arrays.fill(alike, 0);
        Arrays.fill(possible, 0);
      }
      Arrays.fill(alikeNext, 0);
      Arrays.fill(possibleNext, 0);
      pass = now;
    }
  }
}
