package swarmline.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import swarmline.engine.task.Refusal;

/** {@code docs/errors.md} and the errors there are hold against each other, both ways. */
class ErrorsTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z-]+)` \\| (\\d{3}) \\| (.+) \\| (.+) \\|");

  @Test
  void everyCodeIsDocumentedWithItsStatusInTheOrderOfPrecedence() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("..", "docs", "errors.md")).stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> row.group(1) + " " + row.group(2))
            .toList();

    assertThat(documented).containsExactlyElementsOf(all());
  }

  @Test
  void aProblemSaysWhatItsCodeSays() {
    Problem problem = Problem.of(Refusal.NO_SLOT_FREE);

    assertThat(problem.status()).isEqualTo(409);
    assertThat(problem.code()).isEqualTo("no-slot-free");
    assertThat(problem.type()).isEqualTo("urn:swarmline:error:no-slot-free");
  }

  /** The API's own errors, the engine's refusals, and last the server's failure. */
  private static List<String> all() {
    List<String> all = new ArrayList<>();
    for (ApiError error : ApiError.values()) {
      if (error != ApiError.INTERNAL_ERROR) {
        all.add(error.code() + " " + error.status());
      }
    }
    for (Refusal refusal : Refusal.values()) {
      all.add(refusal.code() + " " + RefusalStatus.of(refusal));
    }
    all.add(ApiError.INTERNAL_ERROR.code() + " " + ApiError.INTERNAL_ERROR.status());
    return all;
  }
}
