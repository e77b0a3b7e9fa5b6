package swarmline.engine.consensus.crowd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is kept of each item: its answers in the order in which they came, what follows from them,
 * and the truth where it is a gold. Items are numbered from 0.
 */
final class Items {
  /** Items in one block: no single call pays for moving all of them. */
  private static final int BLOCK_BITS = 10;

  private static final int BLOCK_ITEMS = 1 << BLOCK_BITS;
  private static final int FIRST_ANSWERS = 3;
  private static final int NO_GOLD = -1;

  private final int classes;
  private final List<Block> blocks = new ArrayList<>();
  private int count;

  /** What is kept of so many items, one after the other. */
  private static final class Block {
    /** Worker and label of each answer, one after the other. */
    private final int[][] given = new int[BLOCK_ITEMS][];

    private final int[] answers = new int[BLOCK_ITEMS];
    private final float[][] posteriors = new float[BLOCK_ITEMS][];
    private final float[] excess = new float[BLOCK_ITEMS];
    private final int[] golds = new int[BLOCK_ITEMS];
  }

  Items(int classes) {
    this.classes = classes;
  }

  int count() {
    return count;
  }

  long bytes() {
    long bytes = 0;
    for (int item = 0; item < count; item++) {
      bytes += 16 + 4L * given(item).length + 16 + 4L * classes;
    }
    return bytes + (long) blocks.size() * BLOCK_ITEMS * (4 + 4 + 4 + 4 + 4);
  }

  private Block block(int item) {
    return blocks.get(item >>> BLOCK_BITS);
  }

  private static int place(int item) {
    return item & (BLOCK_ITEMS - 1);
  }

  private int[] given(int item) {
    return block(item).given[place(item)];
  }

  void reserve(int item) {
    for (; count <= item; count++) {
      if (place(count) == 0) {
        blocks.add(new Block());
      }
      Block block = block(count);
      block.given[place(count)] = new int[2 * FIRST_ANSWERS];
      block.posteriors[place(count)] = new float[classes];
      block.golds[place(count)] = NO_GOLD;
    }
  }

  int answers(int item) {
    return block(item).answers[place(item)];
  }

  int worker(int item, int answer) {
    return given(item)[2 * answer];
  }

  int label(int item, int answer) {
    return given(item)[2 * answer + 1];
  }

  void add(int item, int worker, int label) {
    Block block = block(item);
    int place = place(item);
    int answers = block.answers[place];
    if (2 * answers == block.given[place].length) {
      block.given[place] = Arrays.copyOf(block.given[place], 2 * (answers + answers / 2 + 1));
    }
    block.given[place][2 * answers] = worker;
    block.given[place][2 * answers + 1] = label;
    block.answers[place]++;
  }

  /** Whether there was such an answer. */
  boolean remove(int item, int worker) {
    Block block = block(item);
    int answers = answers(item);
    int[] given = given(item);
    for (int a = 0; a < answers; a++) {
      if (given[2 * a] == worker) {
        System.arraycopy(given, 2 * (a + 1), given, 2 * a, 2 * (answers - a - 1));
        block.answers[place(item)]--;
        return true;
      }
    }
    return false;
  }

  /** Probability of each class; all 0 where there is no answer. */
  float[] posterior(int item) {
    return block(item).posteriors[place(item)];
  }

  /** How many answers more than are independent there are for each that is. */
  double excess(int item) {
    return block(item).excess[place(item)];
  }

  void excess(int item, double value) {
    block(item).excess[place(item)] = (float) value;
  }

  boolean isGold(int item) {
    return truth(item) != NO_GOLD;
  }

  int truth(int item) {
    return block(item).golds[place(item)];
  }

  void declare(int item, int truth) {
    block(item).golds[place(item)] = truth;
  }
}
