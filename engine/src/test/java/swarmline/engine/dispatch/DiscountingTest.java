package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import swarmline.engine.id.WorkerId;

/** A slice's sweeps are over when every task has stored them. */
class DiscountingTest {
  private static final Instant FIRED = Instant.parse("2030-01-01T00:00:00Z");

  private final WorkerId sam = new WorkerId(Samples.POOL.tenant(), "sam");
  private final WorkerId ann = new WorkerId(Samples.POOL.tenant(), "ann");
  private final Discounting sweeps = new Discounting();

  @Test
  void itIsOverWithTheLastTaskThatStoresIt() {
    begin(sam, FIRED, List.of(1L, 2L));

    assertThat(stored(sam, FIRED, 1)).isFalse();
    assertThat(stored(sam, FIRED, 1)).isFalse();
    assertThat(stored(sam, FIRED, 2)).isTrue();
    assertThat(stored(sam, FIRED, 2)).isFalse();
    assertThat(sweeps.underWay(sam, FIRED)).isFalse();
  }

  @Test
  void askedAgainOnlyThoseAreLeftThatHaveNotStoredIt() {
    begin(sam, FIRED, List.of(1L, 2L, 3L));
    stored(sam, FIRED, 1);

    assertThat(sweeps.toAsk(sam, FIRED)).containsExactly(2L, 3L);
  }

  @Test
  void whereNoTaskIsConcernedItIsOverAtOnce() {
    begin(sam, FIRED, List.of());

    assertThat(sweeps.underWay(sam, FIRED)).isFalse();
    assertThat(stored(sam, FIRED, 1)).isFalse();
  }

  @Test
  void sweepsOfOthersAndOfOtherMomentsAreApart() {
    begin(sam, FIRED, List.of(1L));
    begin(ann, FIRED, List.of(1L));
    begin(sam, FIRED.plusSeconds(1), List.of(1L));

    assertThat(stored(sam, FIRED, 1)).isTrue();
    assertThat(stored(ann, FIRED, 1)).isTrue();
    assertThat(stored(sam, FIRED.plusSeconds(1), 1)).isTrue();
  }

  @Test
  void noMoreThanSoManyTasksAreBusyWithItAtOnceAndAllComeToIt() {
    List<Long> many = LongStream.range(0, 3 * Discounting.AT_ONCE).boxed().toList();
    sweeps.begin(sam, FIRED, many);
    List<Long> busy = new ArrayList<>(sweeps.toAsk(sam, FIRED));
    List<Long> done = new ArrayList<>();
    assertThat(busy).hasSize(Discounting.AT_ONCE);

    while (!sweeps.over(sam, FIRED)) {
      long task = busy.remove(0);
      done.add(task);
      sweeps.stored(sam, FIRED, task).ifPresent(busy::add);
      assertThat(busy).hasSizeLessThanOrEqualTo(Discounting.AT_ONCE);
    }

    assertThat(done).containsExactlyElementsOf(many);
  }

  @Test
  void aTaskKnowsTheSweepsThatAskedItAndWaitForIt() {
    begin(sam, FIRED, List.of(1L, 2L));
    begin(ann, FIRED, List.of(1L));

    assertThat(sweeps.waitingFor(1))
        .containsExactlyInAnyOrder(
            new Discounting.Sweep(sam, FIRED), new Discounting.Sweep(ann, FIRED));

    stored(ann, FIRED, 1);

    assertThat(sweeps.waitingFor(1)).containsExactly(new Discounting.Sweep(sam, FIRED));
    assertThat(sweeps.waitingFor(3)).isEmpty();
  }

  private void begin(WorkerId worker, Instant upTo, List<Long> concerned) {
    sweeps.begin(worker, upTo, concerned);
    assertThat(sweeps.toAsk(worker, upTo)).containsExactlyElementsOf(concerned);
  }

  private boolean stored(WorkerId worker, Instant upTo, long task) {
    sweeps.stored(worker, upTo, task);
    return sweeps.over(worker, upTo);
  }
}
