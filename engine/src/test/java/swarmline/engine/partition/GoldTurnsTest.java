package swarmline.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GoldTurnsTest {
  @Test
  void eachRunHasExactlyOneGold() {
    for (int every : List.of(2, 5, 7)) {
      var turns = new GoldTurns(every, 99);
      for (int run = 0; run < 200; run++) {
        int from = run * every;
        assertThat(IntStream.range(from, from + every).filter(n -> turns.isGold("ann", n)))
            .hasSize(1);
      }
    }
  }

  @Test
  void everyPlaceIsAsLikelyAndNoneCanBeKnownWithoutTheSecret() {
    int[] places = new int[5];
    Set<List<Integer>> seen = new HashSet<>();
    for (int secret = 0; secret < 1_000; secret++) {
      var turns = new GoldTurns(5, secret);
      List<Integer> golds =
          IntStream.range(0, 50).filter(n -> turns.isGold("ann", n)).boxed().toList();
      golds.forEach(place -> places[place % 5]++);
      seen.add(golds);
    }

    assertThat(IntStream.of(places)).allMatch(count -> count > 1_850 && count < 2_150);
    assertThat(seen).hasSize(1_000);
  }
}
