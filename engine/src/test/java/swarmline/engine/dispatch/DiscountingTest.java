package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
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
    assertThat(sweeps.asked(sam, FIRED, List.of(1L, 2L))).containsExactlyInAnyOrder(1L, 2L);

    assertThat(sweeps.stored(sam, FIRED, 1)).isFalse();
    assertThat(sweeps.stored(sam, FIRED, 1)).isFalse();
    assertThat(sweeps.stored(sam, FIRED, 2)).isTrue();
    assertThat(sweeps.stored(sam, FIRED, 2)).isFalse();
  }

  @Test
  void askedAgainOnlyThoseAreLeftThatHaveNotStoredIt() {
    sweeps.asked(sam, FIRED, List.of(1L, 2L, 3L));
    sweeps.stored(sam, FIRED, 1);

    assertThat(sweeps.asked(sam, FIRED, List.of(1L, 2L, 3L))).containsExactlyInAnyOrder(2L, 3L);
  }

  @Test
  void aTaskThatHasEndedMeanwhileIsNotWaitedFor() {
    sweeps.asked(sam, FIRED, List.of(1L, 2L));
    sweeps.stored(sam, FIRED, 1);

    assertThat(sweeps.asked(sam, FIRED, List.of(1L))).isEmpty();
    assertThat(sweeps.asked(sam, FIRED, List.of(1L))).containsExactly(1L);
  }

  @Test
  void whereNoTaskIsConcernedItIsOverAtOnce() {
    assertThat(sweeps.asked(sam, FIRED, List.of())).isEmpty();
    assertThat(sweeps.stored(sam, FIRED, 1)).isFalse();
  }

  @Test
  void sweepsOfOthersAndOfOtherMomentsAreApart() {
    sweeps.asked(sam, FIRED, List.of(1L));
    sweeps.asked(ann, FIRED, List.of(1L));
    sweeps.asked(sam, FIRED.plusSeconds(1), List.of(1L));

    assertThat(sweeps.stored(sam, FIRED, 1)).isTrue();
    assertThat(sweeps.stored(ann, FIRED, 1)).isTrue();
    assertThat(sweeps.stored(sam, FIRED.plusSeconds(1), 1)).isTrue();
  }
}
