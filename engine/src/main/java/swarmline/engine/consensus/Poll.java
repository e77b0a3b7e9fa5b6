package swarmline.engine.consensus;

import java.util.OptionalDouble;

/**
 * The answers of one task where what each counts may change: it is given anew without the answer
 * being read again. Answers are numbered from 0 as they come; their order does not matter. Not
 * thread-safe.
 */
public interface Poll {
  /** How many there are. */
  int answers();

  /** One answer more, which counts nothing yet. */
  void add(String answer);

  /**
   * What an answer counts from now on.
   *
   * @param weight as a {@link Tally} takes it
   */
  void weigh(int answer, double weight);

  /** What the answers come to. */
  Aggregate now();

  /**
   * How far an answer agrees with what the others come to without it, 0 to 1; nothing where no
   * value of theirs stands alone.
   */
  OptionalDouble agreement(int answer);

  /** Whether asking how far one answer agrees with the others reads all of them again. */
  boolean rereads();
}
