package swarmline.loadtest.join;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import swarmline.loadtest.history.HistoryFile;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.worker.Crew;

/**
 * A generator that another process leads: reads its orders and then commands, line by line, and
 * says how it is.
 */
public final class Generator {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SAYING = Duration.ofMillis(100);
  private static final int PIECE_BYTES = 192 * 1024;

  private final PrintStream out;
  private final Path path;
  private final HistoryFile history;
  private final Crew crew;
  private boolean begun;
  private volatile boolean hasEnded;
  private volatile boolean stopped;

  private Generator(GeneratorOrders orders, PrintStream out) throws IOException {
    this.out = out;
    path = Files.createTempFile("swarmline-generator", ".history");
    history = orders.withHistory() ? HistoryFile.create(path) : null;
    var clock = new WallClock(InstantSource.system());
    crew =
        new Crew(orders.orders(), orders.roster(), orders.loops(), orders.seed(), clock, history);
  }

  /** Does as it is told until it is told to stop, or nobody is there to tell. */
  public static void follow(BufferedReader in, PrintStream out)
      throws IOException, InterruptedException {
    String first = in.readLine();
    if (first == null) {
      return;
    }
    new Generator(JSON.readValue(first, GeneratorOrders.class), out).obey(in);
  }

  private void obey(BufferedReader in) throws IOException, InterruptedException {
    var sayer = new Thread(this::keepSaying, "state");
    sayer.setDaemon(true);
    String line = in.readLine();
    while (line != null && !line.equals("stop")) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "start" -> {
          crew.start(Duration.ofMillis(Long.parseLong(words[1])));
          sayer.start();
          begun = true;
        }
        case "begin" -> crew.beginArrivals();
        case "leave" -> crew.leave();
        case "end" -> {
          crew.endArrivals();
          hasEnded = true;
        }
        default -> throw new IOException("no command: " + line);
      }
      line = in.readLine();
    }
    stopped = true;
    sayer.join();
    GeneratorState last = begun ? GeneratorState.of(crew, true, cpu()) : GeneratorState.NONE;
    say(last);
    crew.stop();
    if (history != null) {
      history.close();
      sendHistory(last);
    }
    say(last.with("", true));
    Files.deleteIfExists(path);
  }

  private void keepSaying() {
    try {
      while (!stopped) {
        boolean ended = hasEnded;
        say(GeneratorState.of(crew, ended, cpu()));
        TimeUnit.NANOSECONDS.sleep(SAYING.toNanos());
      }
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    } catch (IOException broken) {
      stopped = true;
    }
  }

  private void sendHistory(GeneratorState last) throws IOException {
    try (InputStream notes = Files.newInputStream(path)) {
      notes.skipNBytes(HistoryFile.headBytes());
      for (byte[] piece = notes.readNBytes(PIECE_BYTES);
          piece.length > 0;
          piece = notes.readNBytes(PIECE_BYTES)) {
        say(last.with(Base64.getEncoder().encodeToString(piece), false));
      }
    }
  }

  private synchronized void say(GeneratorState state) throws IOException {
    out.println(JSON.writeValueAsString(state));
    out.flush();
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
