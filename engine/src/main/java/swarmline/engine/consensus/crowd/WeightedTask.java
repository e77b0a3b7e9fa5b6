package swarmline.engine.consensus.crowd;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import swarmline.engine.consensus.CountedAnswer;
import swarmline.engine.consensus.Estimate;

/**
 * What is kept of a task whose answers count by weights: its answers in the order in which they
 * were heard of, and how far each agreed with the others when that was last asked. Not thread-safe.
 */
final class WeightedTask {
  /** How many of it are one whole agreement, so that sums of agreements are exact. */
  private static final int WHOLE = 1024;

  private static final int UNCLEAR = -1;
  private static final int FIRST_ANSWERS = 3;

  private static final int NOT_ENTERED = -1;

  /**
   * Numbers kept of an answer: its turn, its worker, how far it agreed, and in which block of the
   * worker's answers it is.
   */
  private static final int TURN = 0;

  private static final int WORKER = 1;
  private static final int AGREED = 2;
  private static final int BLOCK = 3;
  private static final int NUMBERS = 4;

  private final long number;
  private int[] given = new int[FIRST_ANSWERS * NUMBERS];
  private String[] texts = new String[FIRST_ANSWERS];
  private int answers;
  private int nextOlder;
  private String gold;
  private Estimate said;

  WeightedTask(long number) {
    this.number = number;
  }

  long number() {
    return number;
  }

  int answers() {
    return answers;
  }

  int worker(int answer) {
    return given[answer * NUMBERS + WORKER];
  }

  String text(int answer) {
    return texts[answer];
  }

  void add(int turn, int worker, String text) {
    if (answers == texts.length) {
      int room = answers + answers / 2 + 1;
      given = Arrays.copyOf(given, room * NUMBERS);
      texts = Arrays.copyOf(texts, room);
    }
    given[answers * NUMBERS + TURN] = turn;
    given[answers * NUMBERS + WORKER] = worker;
    given[answers * NUMBERS + AGREED] = UNCLEAR;
    given[answers * NUMBERS + BLOCK] = NOT_ENTERED;
    texts[answers++] = text;
  }

  /**
   * Its answers that are among these.
   *
   * @param fresh left with the places of those among these that it does not have
   */
  BitSet among(List<CountedAnswer> counted, BitSet fresh) {
    var kept = new BitSet();
    for (int place = 0; place < counted.size(); place++) {
      int answer = place(counted.get(place), place);
      if (answer < 0) {
        fresh.set(place);
      } else {
        kept.set(answer);
      }
    }
    return kept;
  }

  /**
   * @param guess where it is, most often
   */
  private int place(CountedAnswer one, int guess) {
    int place = guess < answers && turn(guess) == one.turn() ? guess : 0;
    while (place < answers && turn(place) != one.turn()) {
      place++;
    }
    return place < answers && texts[place].equals(one.answer()) ? place : -1;
  }

  private int turn(int answer) {
    return given[answer * NUMBERS + TURN];
  }

  /** Forgets the others. */
  void keep(BitSet kept) {
    int to = 0;
    for (int from = kept.nextSetBit(0); from >= 0; from = kept.nextSetBit(from + 1)) {
      System.arraycopy(given, from * NUMBERS, given, to * NUMBERS, NUMBERS);
      texts[to++] = texts[from];
    }
    Arrays.fill(texts, to, answers, null);
    answers = to;
  }

  /** Whether it is known how far an answer agreed. */
  boolean judged(int answer) {
    return given[answer * NUMBERS + AGREED] != UNCLEAR;
  }

  /** How far it did, 0 to 1. */
  double agreed(int answer) {
    return (double) given[answer * NUMBERS + AGREED] / WHOLE;
  }

  void agreed(int answer, double agreement) {
    given[answer * NUMBERS + AGREED] = (int) Math.round(agreement * WHOLE);
  }

  /**
   * @param agreement nothing where that is not clear
   */
  void agreed(int answer, OptionalDouble agreement) {
    if (agreement.isPresent()) {
      agreed(answer, agreement.getAsDouble());
    } else {
      given[answer * NUMBERS + AGREED] = UNCLEAR;
    }
  }

  /** Whether it is in a block of its worker's answers. */
  boolean entered(int answer) {
    return block(answer) != NOT_ENTERED;
  }

  int block(int answer) {
    return given[answer * NUMBERS + BLOCK];
  }

  void enter(int answer, int block) {
    given[answer * NUMBERS + BLOCK] = block;
  }

  /**
   * The next answer to be held against the others anew, round and round.
   *
   * @param older how many answers there were before those that came last
   */
  int nextOlder(int older) {
    nextOlder = nextOlder >= older ? 0 : nextOlder;
    return nextOlder++;
  }

  /** Canonical JSON text of the truth; null where that is not known. */
  String gold() {
    return gold;
  }

  void gold(String truth) {
    gold = truth;
  }

  /** What its answers came to when the last of them came; null where that is not kept. */
  Estimate said() {
    return said;
  }

  void said(Estimate estimate) {
    said = estimate;
  }
}
