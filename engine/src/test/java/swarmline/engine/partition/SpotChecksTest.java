package swarmline.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpotChecksTest {
  @Test
  void theShareOfTasksIsCheckedThatWasAskedFor() {
    for (double share : List.of(0.02, 0.2, 0.7)) {
      var checks = new SpotChecks(share, 99);
      long checked =
          LongStream.range(0, 20_000).filter(task -> checks.isChecked("ann", task)).count();
      assertThat(checked / 20_000.0).isCloseTo(share, within(0.01));
    }
    assertThat(LongStream.range(0, 1_000))
        .allMatch(task -> new SpotChecks(1, 99).isChecked("ann", task));
  }

  @Test
  void whichOnesDiffersByWorkerAndCannotBeKnownWithoutTheSecret() {
    Set<List<Long>> seen = new HashSet<>();
    for (int secret = 0; secret < 500; secret++) {
      for (String worker : List.of("ann", "bob")) {
        var checks = new SpotChecks(0.3, secret);
        seen.add(
            LongStream.range(0, 100)
                .filter(task -> checks.isChecked(worker, task))
                .boxed()
                .toList());
      }
    }
    assertThat(seen).hasSize(1_000);
  }
}
