package swarmline.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which directories are opened and which are refused. */
class DataDirectoryTest {
  @TempDir Path parent;

  private EmbeddedStore open(Path directory) {
    return EmbeddedStore.open(directory, TestStores.settings());
  }

  @Test
  void aDirectoryThatDoesNotExistIsMade() {
    Path directory = parent.resolve("a/b");
    open(directory).close();
    assertThat(directory.resolve("FORMAT")).content().startsWith("format: 2\nwritten-by: ");
    open(directory).close();
  }

  @Test
  void aDirectoryThatThisProcessHoldsIsRefused() {
    try (EmbeddedStore held = open(parent)) {
      assertThatThrownBy(() -> open(parent))
          .isInstanceOf(StoreRefused.class)
          .hasMessageContaining(parent.toString())
          .hasMessageContaining("in use by this process");
      assertThat(held.writable()).isTrue();
    }
  }

  @Test
  void aDirectoryThatAnotherProcessHoldsIsRefusedWithItsNumber() throws Exception {
    try (StoreProcess holder = StoreProcess.start(Appender.class, parent, "1")) {
      assertThat(holder.line()).isEqualTo("open");
      assertThatThrownBy(() -> open(parent))
          .isInstanceOf(StoreRefused.class)
          .hasMessageContaining(parent.toString())
          .hasMessageContaining("in use by process ")
          .hasMessageContaining("Stop that first");
      assertThat(holder.line()).isNotNull();
    }
    open(parent).close();
  }

  @Test
  void aNewerFormatIsRefusedAndSaysWhoWroteIt() throws IOException {
    open(parent).close();
    Files.writeString(parent.resolve("FORMAT"), "format: 3\nwritten-by: 9.1.0\n");
    assertThatThrownBy(() -> open(parent))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("has format 3, written by Swarmline 9.1.0")
        .hasMessageContaining("reads format 2");
  }

  @Test
  void aFormatOfBeforeTheFirstReleaseIsRefused() throws IOException {
    open(parent).close();
    Files.writeString(parent.resolve("FORMAT"), "format: 1\nwritten-by: 0.0.9\n");
    assertThatThrownBy(() -> open(parent))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("has format 1, of a version before the first release")
        .hasMessageContaining("0.0.9");
  }

  @Test
  void aFormatFileThatSaysNothingIsRefused() throws IOException {
    open(parent).close();
    Files.writeString(parent.resolve("FORMAT"), "");
    assertThatThrownBy(() -> open(parent))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("does not say which format");
  }

  @Test
  void aDirectoryWithOtherFilesIsRefusedAndLeftAlone() throws IOException {
    Files.writeString(parent.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> open(parent))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("it holds thesis.txt");
    try (var files = Files.list(parent)) {
      assertThat(files).containsExactly(parent.resolve("thesis.txt"));
    }
  }
}
