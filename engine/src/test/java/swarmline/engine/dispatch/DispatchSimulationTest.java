package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import swarmline.engine.id.PoolId;
import swarmline.engine.pool.PoolEvent;
import swarmline.engine.task.TaskEvent;
import swarmline.engine.worker.WorkerEvent;

/**
 * The engine's own actors with many workers and tasks, message by message, with losses,
 * repetitions, pauses, failures of writes, tasks and workers, and crashes of the whole node, each
 * as a seed has it. {@link Audit} looks at every event that is stored and at all that is told. One
 * seed alone: {@code -Dseed=17}, with {@code -Dtrace=true} for all that happens; the long form runs
 * under the profile {@code simulation}, with {@code -Dseeds=3000} for more of them.
 */
class DispatchSimulationTest {
  private static final int SHORT = 100;
  private static final int LONG = Integer.getInteger("seeds", 1_000);

  @Test
  void everySeedKeepsTheInvariants() {
    play(SHORT);
  }

  @Test
  @Tag("long")
  void veryManySeedsKeepTheInvariants() {
    play(LONG);
  }

  private static void play(int seeds) {
    Long one = Long.getLong("seed");
    Set<Class<?>> seen = new HashSet<>();
    var trusting = new AtomicInteger();
    (one == null ? LongStream.range(0, seeds) : LongStream.of(one))
        .forEach(
            seed -> {
              Audit audit = new Play(seed).run();
              seen.addAll(audit.seen());
              trusting.addAndGet(audit.trusted() ? 1 : 0);
            });
    if (one == null) {
      assertThat(seen)
          .as("every type of event is stored by some seed")
          .containsAll(
              Stream.of(TaskEvent.class, WorkerEvent.class, PoolEvent.class)
                  .flatMap(type -> Stream.of(type.getPermittedSubclasses()))
                  .<Class<?>>map(type -> type)
                  .toList());
      assertThat(trusting).as("seeds in which a worker was trusted").hasPositiveValue();
    }
  }

  /** One seed. */
  private static final class Play {
    private static final int STEPS = 4_000;
    private static final int STEPS_TO_REST = 200_000;
    private static final int ROUNDS = 60;

    /** A task that failed is started again after so many milliseconds. */
    private static final int RESTARTED_AFTER = 1_000;

    private final long seed;
    private final Random random;
    private final MemoryStore store = new MemoryStore();
    private final Audit audit = new Audit(store);
    private final SimulatedNode node;
    private final SimulatedPlatform platform;
    private final Crowd crowd;
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");

    Play(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.node = new SimulatedNode(random, store, () -> now, audit);
      var pool = new PoolId(Audit.TENANT, "p0123456789ab");
      this.platform = new SimulatedPlatform(random, node, audit, pool);
      this.crowd = new Crowd(random, node, () -> now, audit, pool);
    }

    Audit run() {
      try {
        platform.createPool();
        rest();
        platform.openPool();
        rest();
        crowd.join("w", 8);
        crowd.connectAll();
        for (int step = 0; step < STEPS; step++) {
          step();
        }
        bringToAnEnd();
        return audit;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + " broke: " + e.getMessage(), e);
      }
    }

    private void step() {
      int dice = random.nextInt(1_000);
      if (dice < 2) {
        node.crash();
      } else if (dice < 4) {
        node.failOneTask();
      } else if (dice < 6) {
        node.failOneWorker();
      } else if (dice < 80) {
        crowd.act();
      } else if (dice < 100) {
        platform.act();
      } else if (dice < 120 || !node.step()) {
        pass(random.nextInt(40) == 0 ? random.nextInt(8_000) : random.nextInt(400));
      }
      listen();
    }

    private void listen() {
      crowd.listen();
      platform.listen();
    }

    private void pass(long millis) {
      now = now.plusMillis(millis);
      node.tick();
    }

    /** Until nothing is under way. */
    private void rest() {
      for (int step = 0; node.step(); step++) {
        listen();
        assertThat(step)
            .as(() -> "steps without coming to rest:\n" + node.latest())
            .isLessThan(STEPS_TO_REST);
      }
    }

    private void bringToAnEnd() {
      node.loseNothing();
      if (random.nextBoolean()) {
        node.crash();
      }
      rest();
      pass(RESTARTED_AFTER);
      rest();
      audit.noLeaseIsLiveAt(now);
      platform.openPool();
      crowd.join("x", 12);
      crowd.connectAll();
      for (int round = 0; round < ROUNDS; round++) {
        if (round >= ROUNDS / 2) {
          platform.cancelAll();
        }
        rest();
        crowd.answerAll();
        platform.approveAll();
        rest();
        pass(1_000);
        rest();
        audit.noLeaseIsLiveAt(now);
      }
      audit.over();
    }
  }
}
