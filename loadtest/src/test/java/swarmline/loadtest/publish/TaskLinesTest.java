package swarmline.loadtest.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.loadtest.history.WallClock;
import swarmline.loadtest.publish.Publisher.Goods;

class TaskLinesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-23T05:00:00Z");

  private final WallClock clock = new WallClock(InstantSource.fixed(NOW));

  @Test
  void everyLineIsATaskWithItsNumberAndAPayloadOfTheSizeAskedFor() throws IOException {
    var lines = new TaskLines("lt", 200, 999_999_900, 100, line -> clock.micros());
    byte[] all = bytes(lines);
    List<String> text = new String(all, UTF_8).lines().toList();

    assertThat(all).hasSize((int) lines.bytes());
    assertThat(text).hasSize(100);
    for (int i = 0; i < text.size(); i++) {
      JsonNode task = JSON.readTree(text.get(i));
      assertThat(task.path("key").asText()).isEqualTo(TaskSeries.key("lt", 999_999_900L + i));
      assertThat(task.path("payload").toString()).hasSize(200);
      assertThat(task.path("payload").path("at").asLong())
          .isBetween(NOW.toEpochMilli() * 1000, NOW.toEpochMilli() * 1000 + 60_000_000);
    }
  }

  @Test
  void keysHaveNineDigits() {
    assertThat(TaskSeries.key("lt", 7)).isEqualTo("lt-000000007");
  }

  @Test
  void aPayloadTooSmallForItsTimeIsRefused() {
    assertThatThrownBy(() -> new Goods(List.of("p"), "lt", Publisher.PAYLOAD_MIN - 1, 10))
        .hasMessage("a payload has at least " + Publisher.PAYLOAD_MIN + " bytes");
  }

  private static byte[] bytes(TaskLines lines) {
    var all = new ByteArrayOutputStream();
    lines.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
