package swarmline.api.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import swarmline.api.json.Json;
import swarmline.engine.dispatch.Engine;
import swarmline.engine.dispatch.PartitionCommand;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;

/**
 * Publishes the tasks of a request's body. Lines are read beside the storing of those before them;
 * a bounded number of batches is under way, and the client is read no faster than they are stored.
 * A line that is refused undoes no other. Thread-safe.
 */
public final class Publisher {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final ActorSystem<?> system;
  private final Engine engine;
  private final PublishSettings settings;
  private final BlockReader reader;
  private final Executor executor;
  private final InstantSource clock;

  public Publisher(
      ActorSystem<?> system,
      Engine engine,
      Json json,
      PublishSettings settings,
      InstantSource clock) {
    this.system = system;
    this.engine = engine;
    this.settings = settings;
    this.reader = new BlockReader(json, settings.lineBytes());
    this.executor = system.executionContext();
    this.clock = clock;
  }

  /** Publishes NDJSON of any length; fails where the body does. */
  public CompletionStage<PublishReply> lines(PoolView pool, Source<ByteString, ?> body) {
    return body.via(
            Flow.fromGraph(
                new LineCutter(settings.lineBytes(), settings.batchTasks(), settings.linger())))
        .mapAsync(
            settings.batchesInFlight(),
            block -> CompletableFuture.supplyAsync(() -> reader.lines(block), executor))
        .mapAsync(settings.batchesInFlight(), read -> store(pool, Golds.checked(pool.spec(), read)))
        .runWith(Sink.fold(new Tally(settings.refusedLines()), Tally::add), system)
        .thenApply(Tally::reply);
  }

  /**
   * Publishes a JSON array.
   *
   * @throws swarmline.api.problem.Rejected where it is none; nothing is published then
   */
  public CompletionStage<PublishReply> array(PoolView pool, byte[] body) {
    ReadTasks all = reader.array(body);
    return Source.from(batches(all))
        .mapAsync(settings.batchesInFlight(), read -> store(pool, Golds.checked(pool.spec(), read)))
        .runWith(Sink.fold(new Tally(settings.refusedLines()), Tally::add), system)
        .thenApply(Tally::reply);
  }

  private List<ReadTasks> batches(ReadTasks all) {
    var batches = new ArrayList<ReadTasks>();
    batches.add(new ReadTasks(List.of(), new long[0], all.refused()));
    int size = all.tasks().size();
    for (int from = 0; from < size; from += settings.batchTasks()) {
      int to = Math.min(size, from + settings.batchTasks());
      batches.add(
          new ReadTasks(
              all.tasks().subList(from, to), Arrays.copyOfRange(all.lines(), from, to), List.of()));
    }
    return batches;
  }

  private CompletionStage<BatchResult> store(PoolView pool, ReadTasks read) {
    return read.tasks().isEmpty()
        ? CompletableFuture.completedStage(BatchResult.nothing(read))
        : store(pool, read, clock.instant().plus(settings.patience()));
  }

  private CompletionStage<BatchResult> store(PoolView pool, ReadTasks read, Instant until) {
    return engine
        .publish(pool, read.tasks())
        .handle(
            (reply, failure) -> {
              if (reply instanceof PartitionCommand.PublishedAs published) {
                return CompletableFuture.completedStage(
                    BatchResult.stored(read, published.numbers()));
              }
              Refusal refusal =
                  reply instanceof PartitionCommand.PartitionRefused refused
                      ? refused.refusal()
                      : Refusal.TRY_AGAIN;
              return again(refusal, read, until)
                  ? pause().thenCompose(rested -> store(pool, read, until))
                  : CompletableFuture.completedStage(BatchResult.refused(read, refusal));
            })
        .thenCompose(result -> result);
  }

  /** A batch of which it is not known whether it is stored is sent again where keys tell that. */
  private boolean again(Refusal refusal, ReadTasks read, Instant until) {
    boolean safe =
        refusal == Refusal.PUBLISHING_TOO_FAST
            || (refusal == Refusal.TRY_AGAIN
                && read.tasks().stream().allMatch(task -> task.key() != null));
    return safe && clock.instant().isBefore(until);
  }

  private CompletionStage<Boolean> pause() {
    return Patterns.after(
        PAUSE, system.classicSystem(), () -> CompletableFuture.completedStage(true));
  }
}
