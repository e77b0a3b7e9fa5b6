package swarmline.loadtest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import swarmline.loadtest.pace.Schedule;
import swarmline.loadtest.publish.Publisher;
import swarmline.loadtest.run.RunSettings;
import swarmline.loadtest.run.RunSettings.Crowd;
import swarmline.loadtest.run.RunSettings.Pacing;
import swarmline.loadtest.run.RunSettings.Work;
import swarmline.loadtest.run.Shape;

/** The options that say what is done, as {@code run} and {@code chaos} share them. */
final class Workload {
  private static final Duration WARM_UP_DEFAULT = Duration.ofSeconds(5);
  private static final Duration FOR_DEFAULT = Duration.ofSeconds(30);
  private static final Duration PATIENCE_UNDER_FAULTS = Duration.ofMinutes(2);
  private static final int POOLS_MAX = 100;

  @SuppressWarnings("unused") // read by ScenarioDefaults before the others are parsed
  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      description =
          "take options from this HOCON file, by their names without dashes; what the command"
              + " line says precedes it")
  private Path scenario;

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
      paramLabel = "TIME",
      description = "measure this long, publishing ahead; default 30s where --tasks is not given")
  private Duration length;

  @Option(
      names = "--warmup",
      paramLabel = "TIME",
      description = "do not measure at first; default 5s with --for, 0 with --tasks")
  private Duration warmUp;

  @Option(
      names = "--ramp",
      paramLabel = "TIME",
      description =
          "let workers connect, and rates rise, evenly over this time before measuring begins;"
              + " default 0: all at once",
      defaultValue = "0")
  private Duration ramp;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "open loop: so many answers a second leave on a schedule, whatever the server does, and"
              + " latency counts from the moment each was due; default: closed loop, each worker"
              + " answers as soon as it can")
  private Double rate;

  @Option(
      names = "--publish-rate",
      paramLabel = "N",
      description =
          "publish so many tasks a second on a schedule, each stamped with the moment it was due,"
              + " to workers that wait: measures push; default: keep --publish-ahead open")
  private Double publishRate;

  @Option(
      names = "--arrivals",
      paramLabel = "HOW",
      description = "of --rate and --publish-rate: even or poisson; default ${DEFAULT-VALUE}",
      defaultValue = "poisson")
  private String arrivals;

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
      names = "--choices",
      split = ",",
      paramLabel = "LIST",
      description = "answers to choose from; default ${DEFAULT-VALUE}",
      defaultValue = "yes,no")
  private List<String> choices;

  @Option(
      names = "--reward",
      description = "per approved answer, millionths; default ${DEFAULT-VALUE}",
      defaultValue = "20000")
  private long reward;

  @Option(
      names = "--lease",
      paramLabel = "TIME",
      description = "length of a lease; default ${DEFAULT-VALUE} s",
      defaultValue = "600")
  private Duration lease;

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

  @Mixin private Conduct conduct;

  @Option(
      names = "--loops",
      description = "threads that serve the sockets; default ${DEFAULT-VALUE}",
      defaultValue = "1")
  private int loops;

  @Option(
      names = "--generators",
      paramLabel = "N",
      description =
          "generator processes on this machine that share the workers, this one included; default"
              + " ${DEFAULT-VALUE}",
      defaultValue = "1")
  private int generators;

  @Option(
      names = "--join",
      paramLabel = "COMMAND",
      description =
          "a command that starts a further generator elsewhere, such as 'ssh other java -jar"
              + " swarmline-loadtest.jar generator'; repeatable. Its clock must agree with this"
              + " one's")
  private List<String> joined = List.of();

  @Option(
      names = "--seed",
      description =
          "of all that is random; default: the time. The same seed makes the same choices in the"
              + " same order, on a server that is as fast")
  private Long seed;

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      description =
          "wait this long for a server that is away or stuck; default ${DEFAULT-VALUE} s, with"
              + " chaos at least 120 s",
      defaultValue = "30")
  private Duration patience;

  /**
   * @throws IllegalArgumentException where an option makes no sense, with words for the user
   */
  RunSettings settings(boolean publishOnly) {
    Options.require(length == null || tasks == null, "--for and --tasks exclude each other");
    Options.require(!publishOnly || tasks != null, "--publish-only needs --tasks");
    Options.require(
        publishRate == null || tasks == null, "--publish-rate and --tasks exclude each other");
    check();
    Duration measured = tasks != null ? null : length == null ? FOR_DEFAULT : length;
    Duration before = tasks == null ? WARM_UP_DEFAULT : Duration.ZERO;
    return settings(measured, warmUp == null ? before : warmUp);
  }

  /**
   * A load that ends when it is told to.
   *
   * @throws IllegalArgumentException where an option makes no sense, with words for the user
   */
  RunSettings untilTold() {
    Options.require(
        length == null && tasks == null && warmUp == null, "it ends after the last fault");
    Options.require(publishRate == null, "--publish-rate is for run");
    check();
    patience = patience.compareTo(PATIENCE_UNDER_FAULTS) < 0 ? PATIENCE_UNDER_FAULTS : patience;
    return settings(null, Duration.ZERO);
  }

  private void check() {
    Options.positive("--workers", workers);
    Options.positive("--capacity", capacity);
    Options.positive("--redundancy", redundancy);
    Options.positive("--pools", pools);
    Options.positive("--publishers", publishers);
    Options.positive("--batch", batch);
    Options.positive("--loops", loops);
    Options.positive("--generators", generators);
    Options.require(
        workers >= generators + joined.size(), "--generators: each needs a worker at least");
    Options.positive("--lease", lease.toSeconds());
    Options.positive("--publish-ahead", publishAhead);
    Options.positive("--patience", patience.toSeconds());
    Options.positive("--tasks", tasks == null ? 1 : tasks);
    Options.positive("--for", length == null ? 1 : length.toSeconds());
    Options.require(rate == null || rate > 0, "--rate must be above 0");
    Options.require(publishRate == null || publishRate > 0, "--publish-rate must be above 0");
    Options.require(List.of("even", "poisson").contains(arrivals), "--arrivals is even or poisson");
    Options.require(
        payload >= Publisher.PAYLOAD_MIN,
        "--payload must be at least " + Publisher.PAYLOAD_MIN + ": it holds its time");
    Options.require(pools <= POOLS_MAX, "--pools: a worker names at most " + POOLS_MAX);
    Options.require(
        redundancy <= workers,
        "--redundancy needs that many different --workers, or no task is ever done");
    Options.require(
        List.of("fixed", "matching", "agreement").contains(consensus),
        "--consensus is fixed, matching or agreement");
    Options.require(choices.size() >= 2, "--choices needs at least two");
  }

  private RunSettings settings(Duration measured, Duration warmingUp) {
    long start = System.currentTimeMillis();
    Duration before = warmingUp.compareTo(ramp) < 0 ? ramp : warmingUp;
    return new RunSettings(
        "lt" + Long.toString(start, Character.MAX_RADIX),
        new Crowd(workers, capacity, loops, conduct.behaviour(), generatorCommands()),
        new Pacing(measured, before, ramp, schedule(rate), schedule(publishRate)),
        new Work(tasks == null ? 0 : tasks, publishAhead, payload, publishers, batch),
        new Shape(pools, redundancy, consensus, reward, lease, choices),
        seed == null ? start : seed,
        patience);
  }

  private List<List<String>> generatorCommands() {
    List<List<String>> commands = new ArrayList<>();
    for (int i = 1; i < generators; i++) {
      commands.add(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Main.class.getName(),
              "generator"));
    }
    joined.forEach(command -> commands.add(List.of(command.trim().split("\\s+", -1))));
    return commands;
  }

  private Schedule schedule(Double perSecond) {
    return perSecond == null
        ? null
        : new Schedule(perSecond, ramp.toNanos(), arrivals.equals("poisson"));
  }
}
