package swarmline.engine.consensus;

import java.util.OptionalDouble;

/**
 * Votes that answers can be given and lose again, so that what all but one of them come to takes no
 * counting of the others. Not thread-safe.
 *
 * @param <T> an answer as it was read
 */
interface Ballots<T> {
  /** An answer, which has no votes yet. */
  T read(String answer);

  /**
   * @param by votes more or fewer, whole numbers of {@link Weights#GRAIN}, so that an answer that
   *     loses all it has leaves nothing behind
   */
  void move(T answer, double by);

  /** What the answers come to. */
  Aggregate now();

  /** How far an answer agrees with that, 0 to 1; nothing where no value stands alone. */
  OptionalDouble agreement(T answer);
}
