package swarmline.api.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import swarmline.api.demo.SimulatedWorker.Workplace;
import swarmline.api.demo.Texts.Text;

/**
 * The demonstration against a running server. Its workers stay at work until it is closed, so that
 * what the user publishes is done too.
 */
public final class Demo implements AutoCloseable {
  private static final long SEED = 2026;
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final URI server;
  private final String key;
  private final Options options;
  private final PrintWriter out;
  private final ExecutorService network = Executors.newFixedThreadPool(2);
  private final ScheduledExecutorService time = Executors.newSingleThreadScheduledExecutor();
  private final HttpClient client = HttpClient.newBuilder().executor(network).build();
  private final Queue<WebSocket> sockets = new ConcurrentLinkedQueue<>();
  private final Platform platform;
  private String pool;

  /**
   * @param terminal whether a line that changes can be shown
   */
  public record Options(int tasks, int workers, boolean terminal) {}

  public Demo(URI server, String key, Options options, PrintWriter out) {
    this.server = server;
    this.key = key;
    this.options = options;
    this.out = out;
    this.platform = new Platform(client, server, key);
  }

  /**
   * Publishes, lets workers work, and prints what came of it.
   *
   * @param begun when the user started it, in {@link System#nanoTime}
   */
  public void run(long begun) throws IOException, InterruptedException {
    var random = new SplittableRandom(SEED);
    List<Text> texts = Texts.make(options.tasks(), random);
    pool = platform.openPool();
    platform.publish(pool, texts);
    out.printf(
        "Published %,d messages to a shop. Each is labelled by up to three of %,d workers.%n",
        texts.size(), options.workers());
    out.flush();
    long from = System.nanoTime();
    var tally = new Tally();
    CompletableFuture<Void> connected = connect(texts, tally, random);
    awaitOutcomes(tally, connected, begun);
    var truth = texts.stream().collect(Collectors.toMap(Text::key, Text::truth));
    var took = Duration.ofNanos(System.nanoTime() - from);
    Summary.of(platform.outcomes(pool), truth, tally, took).print(out);
  }

  /** Workers begin to work as they come; completes when all are there. */
  private CompletableFuture<Void> connect(List<Text> texts, Tally tally, SplittableRandom random) {
    var byText =
        texts.stream().collect(Collectors.toMap(Text::text, Function.identity(), (a, b) -> a));
    URI socket = URI.create("ws://" + server.getAuthority());
    var place = new Workplace(socket, key, byText, time, tally);
    var opening = new ArrayList<CompletableFuture<Void>>();
    for (int i = 1; i <= options.workers(); i++) {
      var worker = new SimulatedWorker(place, Care.random(random), random.split());
      opening.add(
          worker.connect(client, "worker-" + i).thenAccept(sockets::add).toCompletableFuture());
    }
    return CompletableFuture.allOf(opening.toArray(CompletableFuture<?>[]::new));
  }

  private void awaitOutcomes(Tally tally, CompletableFuture<Void> connected, long begun)
      throws IOException, InterruptedException {
    try (var progress = Progress.of(options.terminal(), out, options.tasks())) {
      boolean first = true;
      long open = options.tasks();
      while (open > 0) {
        if (connected.isCompletedExceptionally()) {
          connected.join();
        }
        TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        open = platform.open(pool);
        if (first && open < options.tasks()) {
          first = false;
          Duration after = Duration.ofNanos(System.nanoTime() - begun);
          out.printf("First outcome %.1f s after the start.%n", after.toMillis() / 1_000.0);
          out.flush();
        }
        progress.show(options.tasks() - open, tally.answers());
      }
    }
    while (platform.outcomes(pool).size() < options.tasks()) {
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
  }

  /** Prints where to look and what to try. */
  public void invite() {
    String auth = "curl -H 'Authorization: Bearer " + key + "' ";
    String path = server + "/v1/pools/" + pool;
    out.println();
    out.println("The server and the workers stay up; end with Ctrl-C.");
    out.println("  API        " + server + "/docs");
    out.println("  metrics    " + server + "/metrics");
    out.println("  documents  " + server + "/openapi.yaml and " + server + "/asyncapi.yaml");
    out.println();
    out.println("Look at the pool, read its outcomes, publish one more and see it done:");
    out.println("  " + auth + path);
    out.println("  " + auth + "-H 'Accept: text/csv' " + path + "/outcomes");
    out.println(
        "  "
            + auth
            + "-H 'Content-Type: application/json' -d '[{\"payload\":{\"text\":\"Is the kettle back?\"}}]' "
            + path
            + "/tasks");
    out.flush();
  }

  @Override
  public void close() {
    time.shutdownNow();
    sockets.forEach(WebSocket::abort);
    network.shutdownNow();
  }
}
