package swarmline.persistence.benchmark;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentRepr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TenantId;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.catalog.EmbeddedCatalog;
import swarmline.persistence.embedded.EmbeddedStore;
import swarmline.persistence.embedded.StoreMetrics;
import swarmline.persistence.embedded.TestStores;
import swarmline.persistence.journal.EmbeddedPersistence;

/** What the store does in a second on this machine; prints, and asserts nothing. */
@Tag("benchmark")
class StoreBenchmark {
  private static final PartitionId PARTITION =
      new PartitionId(new PoolId(new TenantId("acme"), "p0123456789ab"), 0, 1);
  private static final int SECONDS = 8;

  @TempDir Path directory;
  private final Commits commits = new Commits();
  private EmbeddedStore store;
  private ActorSystem system;

  @BeforeEach
  void open() {
    store = EmbeddedStore.open(directory, TestStores.settings(), commits, InstantSource.system());
    Config config = TestStores.actors();
    system =
        ActorSystem.create(
            "benchmark",
            ActorSystemSetup.create(
                BootstrapSetup.create(config), EmbeddedPersistence.setup(store)));
  }

  @AfterEach
  void close() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    store.close();
  }

  @Test
  void writesEventsOf64Writers() throws InterruptedException {
    writeEvents(64);
  }

  @Test
  void writesEventsOf1000Writers() throws InterruptedException {
    writeEvents(1000);
  }

  @Test
  void publishesTasksOf200Bytes() {
    EmbeddedCatalog catalog = new EmbeddedCatalog(store);
    String payload = "\"" + "x".repeat(198) + "\"";
    long position = 1;
    long began = 0;
    int batches = 1_200;
    int perBatch = 1_000;
    for (int batch = -200; batch < batches; batch++) {
      if (batch == 0) {
        began = System.nanoTime();
      }
      long first = position;
      List<NewTask> tasks =
          IntStream.range(0, perBatch)
              .mapToObj(
                  i -> new NewTask("key-" + (first + i), payload, 0, null, Set.of(), Set.of()))
              .toList();
      catalog.publish(PARTITION, first, tasks, Instant.now()).toCompletableFuture().join();
      position += perBatch;
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    print("publish, keys, 200 bytes, 1,000 a call: %,.0f tasks/s", batches * perBatch / seconds);
    long scan = System.nanoTime();
    LongAdder open = new LongAdder();
    catalog.scanOpen(PARTITION, (OpenTask task) -> open.increment()).toCompletableFuture().join();
    print("scan of %,d open tasks: %.2f s", open.sum(), (System.nanoTime() - scan) / 1e9);
    long reopen = System.nanoTime();
    store.close();
    print("close: %.2f s", (System.nanoTime() - reopen) / 1e9);
    reopen = System.nanoTime();
    store = EmbeddedStore.open(directory, TestStores.settings());
    print("open again: %.2f s", (System.nanoTime() - reopen) / 1e9);
  }

  private void writeEvents(int writers) throws InterruptedException {
    ActorRef journal = Persistence.get(system).journalFor(null, ConfigFactory.empty());
    List<ActorRef> refs = new ArrayList<>();
    AtomicLong written = new AtomicLong();
    AtomicLong waited = new AtomicLong();
    CountDownLatch stopped = new CountDownLatch(writers);
    for (int i = 0; i < writers; i++) {
      refs.add(system.actorOf(Props.create(Writer.class, i, journal, written, waited, stopped)));
    }
    refs.forEach(ref -> ref.tell("go", ActorRef.noSender()));
    TimeUnit.SECONDS.sleep(3);
    written.set(0);
    waited.set(0);
    commits.reset();
    long began = System.nanoTime();
    TimeUnit.SECONDS.sleep(SECONDS);
    double seconds = (System.nanoTime() - began) / 1e9;
    long count = written.get();
    print(
        "%,d writers: %,.0f events/s, mean %.2f ms, %,.0f commits/s of %.1f, %.0f bytes each",
        writers,
        count / seconds,
        waited.get() / 1e6 / count,
        commits.count.sum() / seconds,
        (double) commits.writes.sum() / commits.count.sum(),
        (double) commits.bytes.sum() / commits.writes.sum());
    refs.forEach(ref -> ref.tell("stop", ActorRef.noSender()));
    stopped.await(10, TimeUnit.SECONDS);
  }

  private static void print(String format, Object... values) {
    System.out.println("BENCHMARK " + String.format(Locale.ROOT, format, values));
  }

  /** Writes one event after another, as an entity that always has a command would. */
  static final class Writer extends AbstractActor {
    private final int number;
    private final ActorRef journal;
    private final AtomicLong written;
    private final AtomicLong waited;
    private final CountDownLatch stopped;
    private final String writer = UUID.randomUUID().toString();
    private long task;
    private int event;
    private long began;
    private boolean stopping;

    Writer(
        int number,
        ActorRef journal,
        AtomicLong written,
        AtomicLong waited,
        CountDownLatch stopped) {
      this.number = number;
      this.journal = journal;
      this.written = written;
      this.waited = waited;
      this.stopped = stopped;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(JournalProtocol.WriteMessageSuccess.class, stored -> stored())
          .matchEquals("go", go -> write())
          .matchEquals("stop", stop -> stopping = true)
          .matchAny(other -> {})
          .build();
    }

    private void stored() {
      written.incrementAndGet();
      waited.addAndGet(System.nanoTime() - began);
      if (stopping) {
        stopped.countDown();
      } else {
        write();
      }
    }

    /** Three events to a task, then the next task. */
    private void write() {
      event = event % 3 + 1;
      if (event == 1) {
        task += 1;
      }
      began = System.nanoTime();
      Instant now = Instant.now();
      PersistentRepr repr =
          PersistentRepr.apply(
              new TaskEvent.LeaseGranted(1, "worker-1234", now, now, now, "request-123456"),
              event,
              "Task|acme/p0123456789ab-" + (number * 1_000_000L + task),
              "",
              false,
              ActorRef.noSender(),
              writer);
      Seq<AtomicWrite> writes =
          CollectionConverters.asScala(List.of(AtomicWrite.apply(repr))).toList();
      journal.tell(message(writes), getSelf());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private JournalProtocol.WriteMessages message(Seq writes) {
      return new JournalProtocol.WriteMessages(writes, getSelf(), 1);
    }
  }

  private static final class Commits implements StoreMetrics {
    final LongAdder count = new LongAdder();
    final LongAdder writes = new LongAdder();
    final LongAdder bytes = new LongAdder();

    void reset() {
      count.reset();
      writes.reset();
      bytes.reset();
    }

    @Override
    public void committed(int writes, long bytes, long nanos) {
      count.increment();
      this.writes.add(writes);
      this.bytes.add(bytes);
    }

    @Override
    public void failed(int writes) {
      throw new AssertionError("a write failed");
    }

    @Override
    public void refused() {
      throw new AssertionError("a write was refused");
    }

    @Override
    public void swept(int rows) {}
  }
}
