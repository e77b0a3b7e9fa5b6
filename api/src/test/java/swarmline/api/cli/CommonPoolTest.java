package swarmline.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommonPoolTest {
  /** Says which thread a stage that names no executor runs on. */
  public static final class Stage {
    public static void main(String[] arguments) {
      if (arguments.length > 0) {
        CommonPool.widen();
      }
      CompletableFuture.runAsync(() -> System.out.print(Thread.currentThread().getName())).join();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void stagesShareThreadsHoweverFewCoresThereAre(int cores) throws Exception {
    assertThat(threadOfAStage(cores, "widened")).startsWith("ForkJoinPool.commonPool-worker");
  }

  @Test
  void theJdkAloneStartsAThreadForEachOnTwoCores() throws Exception {
    assertThat(threadOfAStage(2)).startsWith("Thread-");
  }

  private static String threadOfAStage(int cores, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ActiveProcessorCount=" + cores,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Stage.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
