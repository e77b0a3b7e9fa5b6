package swarmline.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import swarmline.engine.Specs;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TenantId;
import swarmline.engine.pool.PoolEvent.PoolCreated;
import swarmline.engine.pool.PoolEvent.PoolSpecChanged;
import swarmline.engine.pool.PoolEvent.PoolStatusChanged;

class PoolStateTest {
  private static final PoolId POOL = new PoolId(new TenantId("acme"), "p0123456789ab");
  private static final Instant OPENS = Instant.parse("2030-01-02T00:00:00Z");
  private static final Instant CLOSES = Instant.parse("2030-01-03T00:00:00Z");
  private static final Instant BEFORE = OPENS.minusSeconds(1_000);

  private PoolState state =
      PoolState.after(
          PoolState.unknown(),
          new PoolCreated(
              POOL, Specs.spec("opensAt: '" + OPENS + "', closesAt: '" + CLOSES + "'"), 3, BEFORE));

  @Test
  void aNewPoolIsADraftOfVersionOne() {
    PoolView pool = pool();

    assertThat(pool.status()).isEqualTo(PoolStatus.DRAFT);
    assertThat(pool.version()).isEqualTo(1);
    assertThat(pool.partitions()).isEqualTo(3);
    assertThat(pool.takesTasks()).isTrue();
  }

  @Test
  void everyChangeIsANewVersion() {
    apply(PoolStatus.OPEN, BEFORE);
    state = PoolState.after(state, new PoolSpecChanged(PoolSpec.named("other"), OPENS));

    assertThat(pool().version()).isEqualTo(3);
    assertThat(pool().status()).isEqualTo(PoolStatus.OPEN);
    assertThat(pool().spec().name()).isEqualTo("other");
    assertThat(pool().createdAt()).isEqualTo(BEFORE);
    assertThat(pool().changedAt()).isEqualTo(OPENS);
  }

  @Test
  void whatIsDrawnIsDrawnByItsSecretThroughAllChanges() {
    state =
        PoolState.after(
            PoolState.unknown(), new PoolCreated(POOL, PoolSpec.named("test"), 1, BEFORE, 42L));
    apply(PoolStatus.OPEN, OPENS);
    state = PoolState.after(state, new PoolSpecChanged(PoolSpec.named("other"), OPENS));

    assertThat(pool().drawnBy()).isEqualTo(42);
  }

  @Test
  void inAPoolThatWasMadeBeforeThereWasASecretItIsDrawnByItsMakingAsEver() {
    Instant made = BEFORE.plusNanos(7);
    state =
        PoolState.after(
            PoolState.unknown(), new PoolCreated(POOL, PoolSpec.named("test"), 1, made));
    apply(PoolStatus.OPEN, OPENS);

    assertThat(pool().drawnBy()).isEqualTo(made.getEpochSecond() * 1_000_000_000L + 7);
  }

  @Test
  void itOpensAndClosesAtItsTimes() {
    assertThat(due(OPENS.minusNanos(1))).isEmpty();
    assertThat(due(OPENS)).contains(PoolStatus.OPEN);
    apply(PoolStatus.OPEN, OPENS);

    assertThat(due(CLOSES.minusNanos(1))).isEmpty();
    assertThat(due(CLOSES)).contains(PoolStatus.CLOSED);
    apply(PoolStatus.CLOSED, CLOSES);
    assertThat(due(CLOSES.plusSeconds(1_000))).isEmpty();
  }

  @Test
  void aPausedPoolOpensAtItsTimeUnlessItWasPausedAfterIt() {
    apply(PoolStatus.PAUSED, BEFORE);
    assertThat(due(OPENS)).contains(PoolStatus.OPEN);

    apply(PoolStatus.PAUSED, OPENS);
    assertThat(due(OPENS.plusSeconds(1))).isEmpty();
  }

  @Test
  void aPoolThatSleptOverBothTimesIsClosed() {
    assertThat(due(CLOSES.plusSeconds(1))).contains(PoolStatus.CLOSED);
  }

  @Test
  void whoOpensItAfterItsClosingTimeMeansIt() {
    apply(PoolStatus.OPEN, CLOSES.plusSeconds(1));

    assertThat(due(CLOSES.plusSeconds(2))).isEmpty();
  }

  @Test
  void closedAndArchivedPoolsDoNotOpenByThemselves() {
    apply(PoolStatus.CLOSED, BEFORE);
    assertThat(due(OPENS)).isEmpty();
    apply(PoolStatus.ARCHIVED, BEFORE);
    assertThat(due(OPENS)).isEmpty();
    assertThat(pool().takesTasks()).isFalse();
  }

  @Test
  void aPoolIsNotCreatedTwice() {
    var again = new PoolCreated(POOL, PoolSpec.named("again"), 1, OPENS);

    assertThatThrownBy(() -> ((PoolState.Known) state).after(again))
        .isInstanceOf(IllegalStateException.class);
  }

  private Optional<PoolStatus> due(Instant now) {
    return ((PoolState.Known) state).due(now).map(PoolStatusChanged::status);
  }

  private void apply(PoolStatus status, Instant at) {
    state = PoolState.after(state, new PoolStatusChanged(status, false, at));
  }

  private PoolView pool() {
    return ((PoolState.Known) state).pool();
  }
}
