package swarmline.loadtest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swarmline.loadtest.replay.Crowd.Answer;

class CrowdFilesTest {
  @TempDir private Path directory;

  @Test
  void theLastAnswerOfAWorkerOnAnItemCounts() throws IOException {
    write("one", "item,worker,label", "1,a,yes", "1,b,no", "2,a,no", "1,a,no", "");
    Files.write(directory.resolve("one/truth.csv"), List.of("item,truth", "1,no"));

    Crowd crowd = CrowdFiles.in(directory).get(0);

    assertThat(crowd.name()).isEqualTo("one");
    assertThat(crowd.answers())
        .containsExactly(
            new Answer("1", "a", "no"), new Answer("1", "b", "no"), new Answer("2", "a", "no"));
    assertThat(crowd.truth()).containsOnlyKeys("1").containsValue("no");
    assertThat(crowd.labels()).containsExactly("no");
  }

  @Test
  void everyDirectoryWithAnswersIsACrowd() throws IOException {
    write("b", "item,worker,label", "1,a,x");
    write("a", "item,worker,label", "1,a,x");
    Files.createDirectories(directory.resolve("empty"));

    assertThat(CrowdFiles.in(directory)).extracting(Crowd::name).containsExactly("a", "b");
    assertThat(CrowdFiles.in(directory.resolve("b"))).hasSize(1);
  }

  @Test
  void aBrokenRowIsSaidWithItsLine() throws IOException {
    write("one", "item,worker,label", "1,a,yes", "1,b");

    assertThatThrownBy(() -> CrowdFiles.in(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("answers.csv:3: a row has 3 fields: [1, b]");
  }

  @Test
  void quotedFieldsMayHoldCommas() throws IOException {
    write("one", "item,worker,label", "\"a, b\",\"the \"\"best\"\"\",yes", "");

    assertThat(CrowdFiles.in(directory).get(0).answers())
        .containsExactly(new Answer("a, b", "the \"best\"", "yes"));
  }

  @Test
  void aQuoteThatIsNotClosedIsSaidWithItsFile() throws IOException {
    write("one", "item,worker,label", "1,a,\"yes");

    assertThatThrownBy(() -> CrowdFiles.in(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("answers.csv:");
  }

  @Test
  void anotherHeadIsSaid() throws IOException {
    write("one", "task,worker,label", "1,a,yes");

    assertThatThrownBy(() -> CrowdFiles.in(directory))
        .hasMessageContaining("the head must be item,worker,label");
  }

  @Test
  void theSameSeedIsTheSameOrder() throws IOException {
    write("one", "item,worker,label", "1,a,x", "2,a,x", "3,a,x", "4,a,x", "5,a,x", "6,a,x");
    Crowd crowd = CrowdFiles.in(directory).get(0);

    assertThat(crowd.arrivals(3)).isEqualTo(crowd.arrivals(3)).isNotEqualTo(crowd.arrivals(4));
    assertThat(crowd.arrivals(3)).containsExactlyInAnyOrderElementsOf(crowd.answers());
  }

  private void write(String name, String... lines) throws IOException {
    Path crowd = Files.createDirectories(directory.resolve(name));
    Files.write(crowd.resolve("answers.csv"), List.of(lines));
  }
}
