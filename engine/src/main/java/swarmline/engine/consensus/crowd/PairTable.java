package swarmline.engine.consensus.crowd;

import java.util.Arrays;

/**
 * How much each pair of workers errs alike: sums over the items that both answered. There are two
 * sets of sums: those of the last whole pass over the items, which are read, and those of the pass
 * that is under way.
 *
 * <p>Many small tables of open addressing, 24 bytes a slot, so that no single call pays for all
 * pairs: a table grows by itself, by half, and notices that a pass is over when it is next used.
 */
final class PairTable {
  private static final int TABLE_BITS = 10;
  private static final int SLOT_BITS = 31 - TABLE_BITS;
  private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;

  /** Bits of a hash that say where in its table a pair is; those above say in which table. */
  private static final int SPREAD_BITS = 32 - TABLE_BITS;

  private static final long SPREAD_MASK = (1L << SPREAD_BITS) - 1;

  /** Sums kept of a pair: what was alike and what was possible, in each of two passes. */
  private static final int SUMS = 4;

  private final Table[] tables = new Table[1 << TABLE_BITS];
  private int pairs;
  private int pass;

  int pairs() {
    return pairs;
  }

  long bytes() {
    long bytes = 0;
    for (Table table : tables) {
      bytes += table == null ? 0 : table.keys.length * (Long.BYTES + (long) SUMS * Float.BYTES);
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
    int at = SUMS * (slot & SLOT_MASK) + table.read;
    double ratio = table.sums[at] / (table.sums[at + 1] + doubt);
    return ratio < 0 ? 0 : Math.min(ratio, 1);
  }

  /** Counts at once, until a whole pass has seen it. */
  void addNow(int slot, double alikeBy, double possibleBy) {
    Table table = tableOf(slot);
    table.add(SUMS * (slot & SLOT_MASK) + table.read, alikeBy, possibleBy);
  }

  void addNext(int slot, double alikeBy, double possibleBy) {
    Table table = tableOf(slot);
    table.add(SUMS * (slot & SLOT_MASK) + table.next(), alikeBy, possibleBy);
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

    /** Of each slot, side by side, what was alike and possible in one pass and in the other. */
    private float[] sums = new float[FIRST_SLOTS * SUMS];

    /** Which of the two are read, 0 or 2; the others are those of the pass that is under way. */
    private int read;

    private int entered;
    private int pass;

    Table(int pass) {
      this.pass = pass;
      Arrays.fill(keys, FREE);
    }

    int next() {
      return 2 - read;
    }

    void add(int at, double alikeBy, double possibleBy) {
      sums[at] += (float) alikeBy;
      sums[at + 1] += (float) possibleBy;
    }

    int find(long key, long mixed) {
      for (int slot = home(mixed); ; slot = after(slot)) {
        if (keys[slot] == key) {
          return slot;
        }
        if (keys[slot] == FREE) {
          return -1;
        }
      }
    }

    /** Where a pair is, unless others were there before. */
    private int home(long mixed) {
      return (int) (((mixed & SPREAD_MASK) * keys.length) >>> SPREAD_BITS);
    }

    private int after(int slot) {
      return slot + 1 == keys.length ? 0 : slot + 1;
    }

    int enter(long key, long mixed) {
      if (++entered * 4L > keys.length * 3L) {
        grow();
      }
      return place(key, mixed);
    }

    private int place(long key, long mixed) {
      int slot = home(mixed);
      while (keys[slot] != FREE) {
        slot = after(slot);
      }
      keys[slot] = key;
      return slot;
    }

    private void grow() {
      long[] oldKeys = keys;
      float[] oldSums = sums;
      keys = new long[oldKeys.length + oldKeys.length / 2];
      Arrays.fill(keys, FREE);
      sums = new float[keys.length * SUMS];
      for (int i = 0; i < oldKeys.length; i++) {
        if (oldKeys[i] != FREE) {
          int slot = place(oldKeys[i], mixed(oldKeys[i]));
          System.arraycopy(oldSums, i * SUMS, sums, slot * SUMS, SUMS);
        }
      }
    }

    /** Passes that ended since: what the last of them summed is read, nothing if it was none. */
    void catchUp(int now) {
      if (pass == now) {
        return;
      }
      if (now - pass == 1) {
        read = next();
      } else {
        Arrays.fill(sums, 0);
      }
      for (int at = next(); at < sums.length; at += SUMS) {
        sums[at] = 0;
        sums[at + 1] = 0;
      }
      pass = now;
    }
  }
}
