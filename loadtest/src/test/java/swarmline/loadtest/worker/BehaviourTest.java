package swarmline.loadtest.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import swarmline.loadtest.worker.Behaviour.Deed;

class BehaviourTest {
  @Test
  void deedsComeInTheSharesAskedFor() {
    var behaviour = new Behaviour(ThinkTime.NONE, 1, 0.1, 0.2, 0.05, 0.15, 0, 0);
    var random = new SplittableRandom(3);
    Map<Deed, Integer> counts = new EnumMap<>(Deed.class);
    for (int i = 0; i < 100_000; i++) {
      counts.merge(behaviour.deed(random), 1, Integer::sum);
    }

    assertThat(counts.get(Deed.ABANDON)).isCloseTo(10_000, within(500));
    assertThat(counts.get(Deed.RETURN)).isCloseTo(20_000, within(500));
    assertThat(counts.get(Deed.DISCONNECT)).isCloseTo(5_000, within(500));
    assertThat(counts.get(Deed.ANSWER_LATE)).isCloseTo(15_000, within(500));
    assertThat(counts.get(Deed.ANSWER)).isCloseTo(50_000, within(500));
  }

  @Test
  void sharesOfMoreThanAllAreRefused() {
    assertThatThrownBy(() -> Behaviour.EAGER.leaving(0.7, 0.4))
        .hasMessageContaining("more than all");
  }
}
