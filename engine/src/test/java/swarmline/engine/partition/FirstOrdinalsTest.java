package swarmline.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FirstOrdinalsTest {
  private static final int TASKS = 200_000;
  private static final int GOLDS_TURNS = 100;
  private static final int OTHERS_TURNS = 3;

  @Test
  void howFarAGoldHasCountedCannotBeToldFromAnOrdinal() {
    var random = new Random(5);
    for (int trial = 0; trial < 5; trial++) {
      var ordinals = new FirstOrdinals(random.nextLong());
      var golds = new int[FirstOrdinals.RANGE + GOLDS_TURNS + 1];
      var others = new int[golds.length];
      for (long task = 1; task <= TASKS; task++) {
        golds[ordinals.of(task) + random.nextInt(GOLDS_TURNS)]++;
        others[ordinals.of(TASKS + task) + random.nextInt(OTHERS_TURNS)]++;
      }

      assertThat(advantage(golds, others)).isLessThan(0.01);
    }
  }

  /** By how much the best bound on the ordinal tells the two apart; 1 tells them all. */
  private static double advantage(int[] golds, int[] others) {
    long below = 0;
    long most = 0;
    for (int ordinal = 0; ordinal < golds.length; ordinal++) {
      below += golds[ordinal] - others[ordinal];
      most = Math.max(most, Math.abs(below));
    }
    return (double) most / TASKS;
  }

  @Test
  void theyFollowFromTheSecretAndTheTask() {
    assertThat(new FirstOrdinals(7).of(3)).isEqualTo(new FirstOrdinals(7).of(3));
    assertThat(new FirstOrdinals(8).of(3)).isNotEqualTo(new FirstOrdinals(7).of(3));
    assertThat(LongStream.range(0, 1_000).mapToObj(task -> new FirstOrdinals(7).of(task)))
        .allMatch(first -> first >= 1 && first <= FirstOrdinals.RANGE);
  }
}
