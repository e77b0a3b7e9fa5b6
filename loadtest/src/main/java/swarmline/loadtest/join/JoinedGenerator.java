package swarmline.loadtest.join;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.worker.LatencyInterval;
import swarmline.loadtest.worker.Roster;
import swarmline.loadtest.worker.Tally.Count;
import swarmline.loadtest.worker.Workforce;

/** Workers in another process, spoken to through its input and output. Thread-safe. */
public final class JoinedGenerator implements Workforce {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration END_PATIENCE = Duration.ofSeconds(10);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final PrintStream commands;
  private final Roster roster;
  private final HistoryFile history;
  private final Thread listener = new Thread(this::listen, "joined generator");
  private LatencyInterval times = LatencyInterval.empty();
  private volatile GeneratorState state = GeneratorState.NONE;
  private volatile boolean stopping;

  private JoinedGenerator(Process process, Roster roster, HistoryFile history) {
    this.process = process;
    this.roster = roster;
    this.history = history;
    this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    listener.setDaemon(true);
  }

  /**
   * Starts one.
   *
   * @param command that runs {@code generator} of this program, such as {@code ssh host java -jar
   *     swarmline-loadtest.jar generator}
   * @param history null where none is kept
   */
  public static JoinedGenerator start(
      List<String> command, GeneratorOrders orders, HistoryFile history) throws IOException {
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    var joined = new JoinedGenerator(process, orders.roster(), history);
    joined.listener.start();
    joined.commands.println(JSON.writeValueAsString(orders));
    return joined;
  }

  @Override
  public void start(Duration ramp) {
    commands.println("start " + ramp.toMillis());
  }

  @Override
  public void beginArrivals() {
    commands.println("begin");
  }

  @Override
  public void endArrivals() {
    commands.println("end");
    long deadline = System.nanoTime() + END_PATIENCE.toNanos();
    try {
      while (!state.hasEnded() && process.isAlive() && System.nanoTime() < deadline) {
        TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void leave() {
    commands.println("leave");
  }

  @Override
  public void stop() throws InterruptedException {
    if (!stopping) {
      stopping = true;
      commands.println("stop");
      listener.join(STOP_PATIENCE.toMillis());
      process.destroyForcibly();
    }
  }

  @Override
  public List<String> names() {
    return IntStream.range(roster.first(), roster.first() + roster.count())
        .mapToObj(roster::name)
        .toList();
  }

  @Override
  public boolean hasLeft() {
    return state.hasLeft();
  }

  @Override
  public boolean isIdle() {
    return state.isIdle();
  }

  @Override
  public String hopeless() {
    if (!process.isAlive() && !stopping) {
      return "a joined generator has ended by itself";
    }
    return state.hopeless().isEmpty() ? null : state.hopeless();
  }

  @Override
  public long count(Count count) {
    return state.counts().getOrDefault(count.name(), 0L);
  }

  @Override
  public long connected() {
    return state.connected();
  }

  @Override
  public Map<String, Long> errors() {
    return state.errors();
  }

  @Override
  public synchronized LatencyInterval latencies() {
    LatencyInterval since = times;
    times = LatencyInterval.empty();
    return since;
  }

  @Override
  public List<Thread> threads() {
    return List.of();
  }

  @Override
  public Duration cpuOfOthers() {
    return Duration.ofNanos(state.cpuNanos());
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        GeneratorState said = JSON.readValue(line, GeneratorState.class);
        add(said);
        state = said;
        if (said.isLast()) {
          return;
        }
      }
    } catch (IOException broken) {
      System.getLogger(JoinedGenerator.class.getName())
          .log(System.Logger.Level.WARNING, "a joined generator cannot be understood", broken);
    }
  }

  private synchronized void add(GeneratorState said) {
    times.add(LatencyInterval.decoded(said.times()));
    if (history != null && !said.history().isEmpty()) {
      history.add(Base64.getDecoder().decode(said.history()));
    }
  }
}
