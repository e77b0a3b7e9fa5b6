package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import swarmline.api.http.RecordedPool.Bounds;

class RecordedPoolTest {

  @Test
  void policiesShareWhatCanBeSimulatedAtOnce() {
    assertThat(SimulationEndpoints.BOUNDS.shared(1)).isEqualTo(new Bounds(200_000, 20_000_000));
    assertThat(SimulationEndpoints.BOUNDS.shared(16)).isEqualTo(new Bounds(12_500, 1_250_000));
  }
}
