package swarmline.loadtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.loadtest.fake.FakeLoad;

/** How runs end that cannot go on: in processes of their own, with the report of what there was. */
public class EndingsTest {
  private static final int INTERRUPTED = 130;
  private static final int PATIENCE_SECONDS = 60;

  /** Whoever starts the tests in the background may have Ctrl-C ignored, which is inherited. */
  private static final List<String> INTERRUPTIBLE = List.of("env", "--default-signal=INT");

  @TempDir private Path directory;

  @Test
  void controlCEndsWithAPartialReport() throws Exception {
    assumeTrue(works(INTERRUPTIBLE), "env cannot set signals here: not tried");
    Process load = start(INTERRUPTIBLE, "--for", "50", "--warmup", "1", "--workers", "8");
    try (BufferedReader lines = load.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.matches(".* [1-9]\\d*\\.\\d s +[\\d,]+ cycles/s.*")) {
        line = lines.readLine();
      }
      new ProcessBuilder("kill", "-INT", Long.toString(load.pid())).start().waitFor();
      List<String> rest = lines.lines().toList();

      assertThat(load.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(load.exitValue()).isEqualTo(INTERRUPTED);
      assertThat(rest).contains("  FAILED", "    - interrupted");
    }
    assertThat(report().path("cycles").asLong()).isPositive();
    assertThat(report().path("verdict").path("reasons").get(0).asText()).isEqualTo("interrupted");
    assertThat(Files.readString(directory.resolve("report.html"))).contains("\"interrupted\"");
  }

  @Test
  void controlCEndsFaultsWithAPartialReport() throws Exception {
    Path jar = Path.of("../api/target/swarmline.jar");
    assumeTrue(Files.isRegularFile(jar), jar + " is not there: build the module api first");
    assumeTrue(works(INTERRUPTIBLE), "env cannot set signals here: not tried");
    List<String> options =
        List.of("chaos", "--start", jar.toString(), "--kills", "20", "--workers", "8");
    Process chaos =
        start(
            INTERRUPTIBLE,
            Main.class,
            reporting(options, "--directory", directory.resolve("kept").toString()));
    try (BufferedReader lines = chaos.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.contains("fault 1 of 20")) {
        line = lines.readLine();
      }
      new ProcessBuilder("kill", "-INT", Long.toString(chaos.pid())).start().waitFor();
      List<String> rest = lines.lines().toList();

      assertThat(chaos.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(chaos.exitValue()).isEqualTo(INTERRUPTED);
      assertThat(rest).contains("  FAILED", "    - interrupted", "    - not audited");
    }
    assertThat(report().at("/marks/0").toString()).contains("kill -9");
  }

  @Test
  void anExhaustedRangeOfPortsIsSaid() throws Exception {
    List<String> fewPorts =
        List.of(
            "unshare",
            "-rn",
            "sh",
            "-c",
            "ip link set lo up && echo '40000 40019' > /proc/sys/net/ipv4/ip_local_port_range"
                + " && exec \"$@\"",
            "sh");
    assumeTrue(works(fewPorts), "no network of its own can be made here: not tried");
    Process load = start(fewPorts, "--tasks", "10", "--workers", "60", "--patience", "10");
    String said = new String(load.getInputStream().readAllBytes(), UTF_8);

    assertThat(load.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("no ephemeral port left", "net.ipv4.ip_local_port_range", "FAILED");
    assertThat(load.exitValue()).isEqualTo(1);
    assertThat(report().path("trouble").get(0).asText()).contains("no ephemeral port left");
  }

  @Test
  void aLimitOfDescriptorsThatIsTooLowIsSaidBeforeItIsMet() throws Exception {
    List<String> fewFiles = List.of("sh", "-c", "ulimit -n 256 && exec \"$@\"", "sh");
    Process load = start(fewFiles, "--tasks", "10", "--workers", "300");
    String said = new String(load.getInputStream().readAllBytes(), UTF_8);

    assertThat(load.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("300 workers need as many sockets", "ulimit -n");
    assertThat(load.exitValue()).isEqualTo(1);
  }

  private Process start(List<String> within, String... options) throws IOException {
    return start(within, reporting(List.of(), options));
  }

  private List<String> reporting(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    all.addAll(List.of("--json", directory.resolve("report.json").toString()));
    all.addAll(List.of("--html", directory.resolve("report.html").toString()));
    return all;
  }

  /** A load with a fake server beside it, in a process of its own. */
  public static Process start(List<String> within, List<String> options) throws IOException {
    return start(within, FakeLoad.class, options);
  }

  private static Process start(List<String> within, Class<?> main, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>(within);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:-MaxFDLimit", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(options);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static boolean works(List<String> within) throws InterruptedException {
    List<String> command = new ArrayList<>(within);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(directory.resolve("report.json").toFile());
  }
}
