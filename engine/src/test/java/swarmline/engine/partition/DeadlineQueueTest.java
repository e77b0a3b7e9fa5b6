package swarmline.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlineQueueTest {
  private final DeadlineQueue queue = new DeadlineQueue();

  @Test
  void aTaskIsDueAtItsMomentAndOnce() {
    queue.set(7, at(10));

    assertThat(queue.due(at(10).minusNanos(1))).isEmpty();
    assertThat(queue.due(at(10))).containsExactly(7L);
    assertThat(queue.due(at(11))).isEmpty();
  }

  @Test
  void theEarlierComesFirst() {
    queue.set(1, at(30));
    queue.set(2, at(10));
    queue.set(3, at(20));

    assertThat(queue.due(at(25))).containsExactly(2L, 3L);
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void aNewMomentTakesThePlaceOfTheOld() {
    queue.set(1, at(10));
    queue.set(1, at(20));
    queue.set(2, at(10));
    queue.set(2, null);
    queue.set(3, null);

    assertThat(queue.due(at(15))).isEmpty();
    assertThat(queue.due(at(20))).containsExactly(1L);
    assertThat(queue.size()).isZero();
  }

  @Test
  void whateverIsSetItAnswersAsIfItLookedAtEveryTask() {
    var random = new Random(17);
    Map<Long, Instant> model = new HashMap<>();
    for (int step = 0; step < 5_000; step++) {
      long number = random.nextInt(50);
      Instant at = random.nextInt(5) == 0 ? null : at(step / 10 + random.nextInt(50));
      queue.set(number, at);
      model.put(number, at);
      if (random.nextInt(10) == 0) {
        Instant now = at(step / 10);
        List<Long> due =
            model.entrySet().stream()
                .filter(e -> e.getValue() != null && !e.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(queue.due(now)).containsExactlyInAnyOrderElementsOf(due);
        due.forEach(model::remove);
      }
    }
  }

  private static Instant at(long second) {
    return Instant.EPOCH.plusSeconds(second);
  }
}
