package swarmline.loadtest.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final byte[] ASSIGNMENT = "p000000000001-1.1".getBytes(UTF_8);

  @TempDir private Path directory;

  @Test
  void everyKindOfNoteIsReadAsItWasWritten() throws IOException {
    Path path = directory.resolve("history");
    try (HistoryFile file = HistoryFile.create(path)) {
      Scribe scribe = file.scribe();
      scribe.runStarted(1, "{}");
      scribe.poolMade("p", "{\"name\":\"ä\"}");
      scribe.publishing(1, "p", "lt", 5_000_000_000L, 100);
      scribe.published(2, "p", "lt", 5_000_000_000L, 100);
      scribe.workerNamed(7, "w-7");
      scribe.welcomed(7, 3);
      scribe.leased(7, 4, ASSIGNMENT, "t".getBytes(UTF_8), 5, true);
      scribe.answered(7, 6, ASSIGNMENT, 300, "\"yes\"".getBytes(UTF_8));
      scribe.accepted(7, 8, ASSIGNMENT, 300);
      scribe.refused(7, 9, ASSIGNMENT, 301, "LEASE_ENDED");
      scribe.returned(7, 10, ASSIGNMENT, 302);
      scribe.returnAccepted(7, 11, ASSIGNMENT, 302);
      scribe.revoked(7, 12, ASSIGNMENT, "task-ended");
      scribe.expired(7, 13, ASSIGNMENT);
      scribe.settled(7, 14, ASSIGNMENT, "approved", -20_000);
      scribe.disconnected(7, 15, "close 1001");
      scribe.serverDown(16, "kill -9");
      scribe.serverUp(17);
      scribe.waiting(7, 17);
      scribe.storedWorker(new Note.StoredWorker("w-7", 20_000));
      scribe.runEnded(18, true);
      scribe.truthRead(19);
      scribe.storedTask(new Note.StoredTask("p", "t", "k", "open"));
      scribe.storedAnswer(stored());
      scribe.storedOutcome(new Note.StoredOutcome("p", "t", "k", "resolved", "\"yes\"", 3, 24));
      scribe.storedLedgerLine(new Note.StoredLedgerLine("w-7", "a", "approved", 20_000));
      scribe.flush();
    }

    List<Note> notes = read(path);

    assertThat(notes)
        .hasSize(Note.class.getPermittedSubclasses().length)
        .contains(
            new Note.Published(2, "p", "lt", 5_000_000_000L, 100),
            new Note.Leased(7, 4, "p000000000001-1.1", "t", 5, true),
            new Note.Answered(7, 6, "p000000000001-1.1", 300, "\"yes\""),
            new Note.Settled(7, 14, "p000000000001-1.1", "approved", -20_000),
            stored());
    assertThat(notes).extracting(Object::getClass).doesNotHaveDuplicates();
  }

  @Test
  void nothingIsLostBetweenChunks() throws IOException {
    Path path = directory.resolve("history");
    int count = 200_000;
    try (HistoryFile file = HistoryFile.create(path)) {
      Scribe scribe = file.scribe();
      for (int i = 0; i < count; i++) {
        scribe.accepted(i, i, ASSIGNMENT, i);
      }
      scribe.flush();
    }

    List<Note> notes = read(path);

    assertThat(notes).hasSize(count);
    assertThat(notes.get(count - 1))
        .isEqualTo(new Note.Accepted(count - 1, count - 1, "p000000000001-1.1", count - 1));
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Path path = Files.writeString(directory.resolve("other"), "something else entirely");

    assertThatThrownBy(() -> read(path)).hasMessageContaining("not a history file");
  }

  @Test
  void aTornFileIsRefused() throws IOException {
    Path path = directory.resolve("history");
    try (HistoryFile file = HistoryFile.create(path)) {
      Scribe scribe = file.scribe();
      scribe.poolMade("pool", "{}");
      scribe.flush();
    }
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, java.util.Arrays.copyOf(bytes, bytes.length - 1));

    assertThatThrownBy(() -> read(path)).hasMessageContaining("middle of a note");
  }

  private static Note.StoredAnswer stored() {
    return new Note.StoredAnswer(
        "p", "a", "t", "k", "w-7", "\"yes\"", "approved", true, 20, 21, 22, 23);
  }

  private static List<Note> read(Path path) throws IOException {
    List<Note> notes = new ArrayList<>();
    HistoryReader.read(path, notes::add);
    return notes;
  }
}
