package swarmline.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.TestStores;

/** Entities over the store: what they stored is there when they come back. */
class RecoveryTest {
  private static final Instant AT = Instant.parse("2026-11-23T10:15:30Z");
  private static final Config CONFIG = TestStores.actors();

  @TempDir Path parent;
  private EmbeddedStore store;
  private ActorTestKit actors;

  @BeforeEach
  void start() {
    store = EmbeddedStore.open(parent.resolve("one"), TestStores.settings());
    actors = ActorTestKit.create(system("one", store));
  }

  private static ActorSystem<Void> system(String name, EmbeddedStore store) {
    return ActorSystem.create(
        Behaviors.empty(),
        name,
        ActorSystemSetup.create(BootstrapSetup.create(CONFIG), EmbeddedPersistence.setup(store)));
  }

  @AfterEach
  void stop() {
    actors.shutdownTestKit();
    store.close();
  }

  private void store(ActorTestKit in, ActorRef<Object> entity, int from, int to) {
    TestProbe<Object> stored = in.createTestProbe();
    for (int i = from; i <= to; i++) {
      entity.tell(new EventList.Store(new TaskEvent.PrioritySet(i, AT), stored.ref()));
    }
    for (int i = from; i <= to; i++) {
      assertThat(stored.receiveMessage()).isEqualTo(i);
    }
  }

  private List<Integer> get(ActorTestKit in, ActorRef<Object> entity) {
    TestProbe<List<Integer>> held = in.createTestProbe();
    entity.tell(new EventList.Get(held.ref()));
    return held.receiveMessage();
  }

  private static List<Integer> upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void anEntityComesBackWithFewEventsWithManyAndWithASnapshot() {
    for (int events : new int[] {1, 3, 9, 10, 200}) {
      for (int snapshotEvery : new int[] {7, Integer.MAX_VALUE}) {
        String id = "Worker|acme/" + events + "-" + snapshotEvery;
        ActorRef<Object> first = actors.spawn(EventList.create(id, snapshotEvery));
        store(actors, first, 1, events);
        actors.stop(first);
        ActorRef<Object> second = actors.spawn(EventList.create(id, snapshotEvery));
        assertThat(get(actors, second)).isEqualTo(upTo(events));
        store(actors, second, events + 1, events + 2);
        actors.stop(second);
        ActorRef<Object> third = actors.spawn(EventList.create(id, snapshotEvery));
        assertThat(get(actors, third)).isEqualTo(upTo(events + 2));
      }
    }
  }

  @Test
  void anEntityThatComesBackBeforeItsWriteIsOnDiskFindsTheEvent() throws InterruptedException {
    TestProbe<Object> stored = actors.createTestProbe();
    ActorRef<Object> first = actors.spawn(EventList.create("Task|acme/x-1", 100));
    store(actors, first, 1, 1);
    CountDownLatch letGo = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    var held =
        store
            .write(
                0,
                commit -> {
                  reached.countDown();
                  try {
                    letGo.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toCompletableFuture();
    reached.await();
    first.tell(new EventList.Store(new TaskEvent.PrioritySet(2, AT), stored.ref()));
    stored.awaitAssert(
        () -> {
          assertThat(store.queueDepth()).isEqualTo(1);
          return Done.getInstance();
        });
    actors.stop(first);
    ActorRef<Object> second = actors.spawn(EventList.create("Task|acme/x-1", 100));
    TestProbe<List<Integer>> answer = actors.createTestProbe();
    second.tell(new EventList.Get(answer.ref()));
    stored.awaitAssert(
        () -> {
          assertThat(store.queueDepth()).isEqualTo(2);
          return Done.getInstance();
        });
    letGo.countDown();
    held.join();
    assertThat(answer.receiveMessage()).containsExactly(1, 2);
  }

  @Test
  void manyEntitiesAtOnceKeepTheirEventsApart() {
    List<ActorRef<Object>> entities = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      entities.add(actors.spawn(EventList.create("Task|acme/m-" + i, 100)));
    }
    TestProbe<Object> stored = actors.createTestProbe();
    for (int event = 1; event <= 5; event++) {
      for (ActorRef<Object> entity : entities) {
        entity.tell(new EventList.Store(new TaskEvent.PrioritySet(event, AT), stored.ref()));
      }
    }
    stored.receiveSeveralMessages(1000);
    for (int i = 0; i < 200; i += 17) {
      actors.stop(entities.get(i));
      ActorRef<Object> again = actors.spawn(EventList.create("Task|acme/m-" + i, 100));
      assertThat(get(actors, again)).isEqualTo(upTo(5));
    }
  }

  @Test
  void twoSystemsInOneProcessHaveEachTheirOwnStore() {
    EmbeddedStore otherStore = EmbeddedStore.open(parent.resolve("two"), TestStores.settings());
    ActorTestKit other = ActorTestKit.create(system("two", otherStore));
    try {
      store(actors, actors.spawn(EventList.create("Task|acme/y-1", 100)), 1, 3);
      assertThat(get(other, other.spawn(EventList.create("Task|acme/y-1", 100)))).isEmpty();
    } finally {
      other.shutdownTestKit();
      otherStore.close();
    }
  }
}
