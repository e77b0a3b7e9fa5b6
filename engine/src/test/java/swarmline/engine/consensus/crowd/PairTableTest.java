package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairTableTest {
  private final PairTable pairs = new PairTable();

  @Test
  void aPairIsTheSameWhicheverOfTheTwoIsNamedFirst() {
    int slot = pairs.enter(3, 7);

    assertThat(pairs.find(7, 3)).isEqualTo(slot);
    assertThat(pairs.enter(7, 3)).isEqualTo(slot);
    assertThat(pairs.find(3, 8)).isNegative();
    assertThat(pairs.pairs()).isEqualTo(1);
  }

  @Test
  void theCorrelationIsWhatWasAlikeOfWhatWasPossibleAndDoubted() {
    int slot = pairs.enter(0, 1);
    pairs.addNow(slot, 6, 8);

    assertThat(pairs.correlation(slot, 4)).isCloseTo(0.5, within(1e-6));

    pairs.addNow(slot, -7, 0);
    assertThat(pairs.correlation(slot, 4)).as("opposites are independent").isZero();
  }

  @Test
  void aWholePassReplacesWhatWasKnownBefore() {
    int slot = pairs.enter(0, 1);
    pairs.addNow(slot, 1, 1);
    pairs.addNext(slot, 1, 4);

    pairs.turn();
    assertThat(pairs.correlation(slot, 0)).isCloseTo(0.25, within(1e-6));

    pairs.addNext(slot, 3, 4);
    pairs.turn();
    assertThat(pairs.correlation(slot, 0)).isCloseTo(0.75, within(1e-6));
  }

  @Test
  void aPassThatSawNothingOfAPairLeavesNothingKnownOfIt() {
    int slot = pairs.enter(0, 1);
    pairs.addNext(slot, 1, 4);
    pairs.turn();
    pairs.turn();

    assertThat(pairs.correlation(slot, 1)).isZero();

    pairs.addNext(slot, 1, 4);
    pairs.turn();
    assertThat(pairs.correlation(slot, 0)).isCloseTo(0.25, within(1e-6));
  }

  @Test
  void aPairThatIsEnteredLateTakesPartInThePassUnderWay() {
    pairs.turn();
    pairs.turn();
    int slot = pairs.enter(4, 5);
    pairs.addNext(slot, 2, 4);
    assertThat(pairs.correlation(slot, 1)).isZero();

    pairs.turn();

    assertThat(pairs.correlation(slot, 0)).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void manyPairsKeepTheirSums() {
    Map<Long, Float> sums = new HashMap<>();
    var random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      int low = random.nextInt(300);
      int high = low + 1 + random.nextInt(300);
      pairs.addNow(pairs.enter(high, low), 1, 2);
      sums.merge((long) low << 32 | high, 1f, Float::sum);
    }

    assertThat(pairs.pairs()).isEqualTo(sums.size());
    sums.forEach(
        (pair, sum) -> {
          int slot = pairs.find((int) (pair >> 32), (int) (long) pair);
          assertThat(pairs.correlation(slot, sum)).isCloseTo(1.0 / 3, within(1e-6));
        });
  }

  @Test
  void aPairTakesAtMostFortyEightBytesHoweverManyThereAre() {
    for (int one = 0; one < 600; one++) {
      for (int other = one + 1; other < 600; other++) {
        pairs.enter(one, other);
      }
      if (pairs.pairs() > 50_000) {
        assertThat((double) pairs.bytes() / pairs.pairs())
            .as("bytes a pair of %d", pairs.pairs())
            .isLessThan(48.5);
      }
    }
  }
}
