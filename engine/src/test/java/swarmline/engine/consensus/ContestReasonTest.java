package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reasons, {@code docs/openapi.yaml} and {@code docs/consensus.md} hold against each other. */
class ContestReasonTest {
  private static final Pattern SCHEMA =
      Pattern.compile("ContestReason:\\n.*\\n.*\\n\\s+enum: \\[(.*)]");
  private static final Pattern SECTION =
      Pattern.compile("### Why a task ends contested\\n(.*?)\\n## ", Pattern.DOTALL);
  private static final Pattern REASON = Pattern.compile("`([a-z-]+)`(?=[^|\\n]*\\|[^|\\n]*\\|\\n)");

  private final List<String> reasons =
      Arrays.stream(ContestReason.values()).map(ContestReason::text).toList();

  @Test
  void theInterfaceNamesThemAll() throws IOException {
    String names = find(SCHEMA, "openapi.yaml");

    assertThat(names.split(", "))
        .containsExactlyElementsOf(Stream.concat(reasons.stream(), Stream.of("null")).toList());
  }

  @Test
  void theDocumentsExplainThemAll() throws IOException {
    List<String> explained =
        REASON
            .matcher(find(SECTION, "consensus.md") + "\n")
            .results()
            .map(one -> one.group(1))
            .filter(one -> one.contains("-") || one.equals(ContestReason.TIE.text()))
            .toList();

    assertThat(explained).containsExactlyElementsOf(reasons);
  }

  private static String find(Pattern pattern, String file) throws IOException {
    String text = Files.readString(Path.of("..", "docs", file));
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult one) -> one.group(1))
        .findFirst()
        .orElseThrow();
  }
}
