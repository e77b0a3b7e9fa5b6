package swarmline.loadtest;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;
import swarmline.loadtest.publish.Publisher;
import swarmline.loadtest.run.RunSettings;
import swarmline.loadtest.worker.Behaviour;

/** The options that say what is done, as {@code run} and those after it share them. */
final class Workload {
  private static final int WARM_UP_DEFAULT = 5;
  private static final int FOR_DEFAULT = 30;
  private static final int POOLS_MAX = 100;

  @Option(
      names = "--workers",
      description = "simulated workers, one WebSocket each; default ${DEFAULT-VALUE}",
      defaultValue = "64")
  private int workers;

  @Option(
      names = "--capacity",
      description = "assignments each worker holds at once; default ${DEFAULT-VALUE}",
      defaultValue = "1")
  private int capacity;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      description = "measure this long, publishing ahead; default 30 where --tasks is not given")
  private Integer seconds;

  @Option(
      names = "--warmup",
      paramLabel = "SECONDS",
      description = "do not measure at first; default 5 with --for, 0 with --tasks")
  private Integer warmUp;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      description = "publish this many first and run until they are done")
  private Long tasks;

  @Option(
      names = "--publish-ahead",
      paramLabel = "N",
      description = "tasks kept open with --for; default ${DEFAULT-VALUE}",
      defaultValue = "50000")
  private long publishAhead;

  @Option(
      names = "--redundancy",
      description = "different workers on each task; default ${DEFAULT-VALUE}",
      defaultValue = "1")
  private int redundancy;

  @Option(
      names = "--consensus",
      paramLabel = "RULE",
      description = "fixed, matching or agreement; default ${DEFAULT-VALUE}",
      defaultValue = "fixed")
  private String consensus;

  @Option(
      names = "--reward",
      description = "per approved answer, millionths; default ${DEFAULT-VALUE}",
      defaultValue = "20000")
  private long reward;

  @Option(
      names = "--lease",
      paramLabel = "SECONDS",
      description = "length of a lease; default ${DEFAULT-VALUE}",
      defaultValue = "600")
  private int lease;

  @Option(
      names = "--pools",
      description = "pools, served by all workers; default ${DEFAULT-VALUE}",
      defaultValue = "1")
  private int pools;

  @Option(
      names = "--payload",
      paramLabel = "BYTES",
      description = "of JSON in each task; default ${DEFAULT-VALUE}",
      defaultValue = "200")
  private int payload;

  @Option(
      names = "--publishers",
      description = "connections that publish; default ${DEFAULT-VALUE}",
      defaultValue = "2")
  private int publishers;

  @Option(
      names = "--batch",
      description = "tasks in one publishing request; default ${DEFAULT-VALUE}",
      defaultValue = "5000")
  private int batch;

  @Option(
      names = "--think",
      paramLabel = "MS",
      description = "mean time from task to answer; default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private int think;

  @Option(
      names = "--abandon",
      paramLabel = "P",
      description = "share of tasks never answered; default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private double abandon;

  @Option(
      names = "--return",
      paramLabel = "P",
      description = "share of tasks returned; default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private double giveBack;

  @Option(
      names = "--accuracy",
      paramLabel = "P",
      description = "share of true answers; default ${DEFAULT-VALUE}",
      defaultValue = "1")
  private double accuracy;

  @Option(
      names = "--loops",
      description = "threads that serve the sockets; default ${DEFAULT-VALUE}",
      defaultValue = "1")
  private int loops;

  @Option(names = "--seed", description = "of all that is random; default: the time")
  private Long seed;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "wait this long for a server that is away or stuck; default ${DEFAULT-VALUE}",
      defaultValue = "30")
  private int patience;

  /**
   * @throws IllegalArgumentException where an option makes no sense, with words for the user
   */
  RunSettings settings(boolean publishOnly) {
    require(seconds == null || tasks == null, "--for and --tasks exclude each other");
    require(!publishOnly || tasks != null, "--publish-only needs --tasks");
    check();
    Duration length = tasks == null ? Duration.ofSeconds(orElse(seconds, FOR_DEFAULT)) : null;
    int warmUpDefault = tasks == null ? WARM_UP_DEFAULT : 0;
    return settings(length, Duration.ofSeconds(orElse(warmUp, warmUpDefault)));
  }

  /**
   * A load that ends when it is told to.
   *
   * @throws IllegalArgumentException where an option makes no sense, with words for the user
   */
  RunSettings untilTold() {
    require(seconds == null && tasks == null && warmUp == null, "it ends after the last fault");
    check();
    return settings(null, Duration.ZERO);
  }

  private void check() {
    positive("--workers", workers);
    positive("--capacity", capacity);
    positive("--redundancy", redundancy);
    positive("--pools", pools);
    positive("--publishers", publishers);
    positive("--batch", batch);
    positive("--loops", loops);
    positive("--lease", lease);
    positive("--publish-ahead", publishAhead);
    positive("--patience", patience);
    positive("--tasks", tasks == null ? 1 : tasks);
    positive("--for", orElse(seconds, 1));
    share("--abandon", abandon);
    share("--return", giveBack);
    share("--accuracy", accuracy);
    require(
        payload >= Publisher.PAYLOAD_MIN,
        "--payload must be at least " + Publisher.PAYLOAD_MIN + ": it holds its time");
    require(pools <= POOLS_MAX, "--pools: a worker names at most " + POOLS_MAX);
    require(
        redundancy <= workers,
        "--redundancy needs that many different --workers, or no task is ever done");
    require(
        List.of("fixed", "matching", "agreement").contains(consensus),
        "--consensus is fixed, matching or agreement");
  }

  private RunSettings settings(Duration length, Duration warmingUp) {
    long start = System.currentTimeMillis();
    return new RunSettings(
        "lt" + Long.toString(start, Character.MAX_RADIX),
        workers,
        capacity,
        length,
        warmingUp,
        tasks == null ? 0 : tasks,
        publishAhead,
        redundancy,
        consensus,
        reward,
        Duration.ofSeconds(lease),
        pools,
        payload,
        publishers,
        batch,
        new Behaviour(Duration.ofMillis(think), abandon, giveBack, accuracy),
        List.of("yes", "no"),
        loops,
        seed == null ? start : seed,
        Duration.ofSeconds(patience));
  }

  private static int orElse(Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }

  private static void positive(String option, long value) {
    require(value > 0, option + " must be at least 1");
  }

  private static void share(String option, double value) {
    require(value >= 0 && value <= 1, option + " is a share, 0 to 1");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
