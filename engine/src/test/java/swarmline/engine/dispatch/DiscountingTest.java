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

  private final WorkerId samId = new WorkerId(Samples.POOL.tenant(), "sam");
  private final Sweep sam = Sweep.discounting(samId, FIRED);
  private final Sweep samLater = Sweep.discounting(samId, FIRED.plusSeconds(1));
  private final Sweep ann = Sweep.discounting(new WorkerId(Samples.POOL.tenant(), "ann"), FIRED);
  private final Discounting sweeps = new Discounting();

  @Test
  void itIsOverWithTheLastTaskThatStoresIt() {
    begin(sam, List.of(1L, 2L));

    assertThat(stored(sam, 1)).isFalse();
    assertThat(stored(sam, 1)).isFalse();
    assertThat(stored(sam, 2)).isTrue();
    assertThat(stored(sam, 2)).isFalse();
    assertThat(sweeps.underWay(sam)).isFalse();
  }

  @Test
  void askedAgainOnlyThoseAreLeftThatHaveNotStoredIt() {
    begin(sam, List.of(1L, 2L, 3L));
    stored(sam, 1);

    sweeps.want(sam);

    assertThat(sweeps.wanted()).isEmpty();
    assertThat(sweeps.toAsk(sam)).containsExactly(2L, 3L);
  }

  @Test
  void whereNoTaskIsConcernedItIsOverAtOnce() {
    begin(sam, List.of());

    assertThat(sweeps.underWay(sam)).isFalse();
    assertThat(stored(sam, 1)).isFalse();
  }

  @Test
  void sweepsOfOthersAndOfOtherMomentsAreApart() {
    begin(sam, List.of(1L));
    begin(ann, List.of(1L));
    begin(samLater, List.of(1L));

    assertThat(stored(sam, 1)).isTrue();
    assertThat(stored(ann, 1)).isTrue();
    assertThat(stored(samLater, 1)).isTrue();
  }

  @Test
  void noMoreThanSoManyTasksAreBusyWithItAtOnceAndAllComeToIt() {
    List<Long> many = LongStream.range(0, 3 * Discounting.AT_ONCE).boxed().toList();
    sweeps.want(sam);
    sweeps.begin(sam, many);
    List<Long> busy = new ArrayList<>(sweeps.toAsk(sam));
    List<Long> done = new ArrayList<>();
    assertThat(busy).hasSize(Discounting.AT_ONCE);

    while (!sweeps.over(sam)) {
      long task = busy.remove(0);
      done.add(task);
      sweeps.stored(sam, task).ifPresent(busy::add);
      assertThat(busy).hasSizeLessThanOrEqualTo(Discounting.AT_ONCE);
    }

    assertThat(done).containsExactlyElementsOf(many);
  }

  @Test
  void aTaskKnowsTheSweepsThatAskedItAndWaitForIt() {
    begin(sam, List.of(1L, 2L));
    begin(ann, List.of(1L));

    assertThat(sweeps.waitingFor(1)).containsExactlyInAnyOrder(sam, ann);

    stored(ann, 1);

    assertThat(sweeps.waitingFor(1)).containsExactly(sam);
    assertThat(sweeps.waitingFor(3)).isEmpty();
  }

  @Test
  void whatAWorkerAsksForLastEndsWhatItContradicts() {
    Sweep restoring = Sweep.restoring(samId, Instant.EPOCH, FIRED);
    begin(sam, List.of(1L));
    begin(ann, List.of(1L));
    begin(restoring, List.of(1L));

    assertThat(sweeps.waitingFor(1)).containsExactlyInAnyOrder(ann, restoring);
    begin(samLater, List.of(1L));
    assertThat(sweeps.waitingFor(1)).containsExactlyInAnyOrder(ann, samLater);
  }

  @Test
  void whatIsNotWantedAnyMoreDoesNotBegin() {
    sweeps.want(sam);
    sweeps.want(Sweep.restoring(samId, Instant.EPOCH, FIRED));

    assertThat(sweeps.begin(sam, List.of(1L))).isFalse();
    assertThat(sweeps.underWay(sam)).isFalse();
  }

  @Test
  void answersThatCountAgainAfterALeaseDoNotConcernThoseReplacedUpToIt() {
    Sweep restoring = Sweep.restoring(samId, FIRED, FIRED.plusSeconds(1));

    assertThat(restoring.contradicts(sam)).isFalse();
    assertThat(sam.contradicts(restoring)).isFalse();
    assertThat(restoring.contradicts(samLater)).isTrue();
    assertThat(samLater.contradicts(restoring)).isTrue();
    assertThat(ann.contradicts(Sweep.restoring(samId, Instant.EPOCH, FIRED))).isFalse();
  }

  private void begin(Sweep sweep, List<Long> concerned) {
    sweeps.want(sweep);
    assertThat(sweeps.begin(sweep, concerned)).isTrue();
    assertThat(sweeps.toAsk(sweep)).containsExactlyElementsOf(concerned);
  }

  private boolean stored(Sweep sweep, long task) {
    sweeps.stored(sweep, task);
    return sweeps.over(sweep);
  }
}
