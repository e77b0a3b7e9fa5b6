package swarmline.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import swarmline.engine.task.TaskEvent;

/** What one write of a task's events is stored as. */
class EventGroupTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
  private static final List<TaskEvent> EVENTS =
      List.of(new TaskEvent.PrioritySet(7, NOW), new TaskEvent.RedundancySet(3, NOW));

  @Test
  void eventsComeBackInTheirOrder() {
    assertThat(EventGroup.decode(EventGroup.encode(EVENTS))).isEqualTo(EVENTS);
    assertThat(EventGroup.decode(EventGroup.encode(List.of()))).isEmpty();
  }

  /** Change nothing here: this is what is stored. */
  @Test
  void whatIsStoredStaysReadable() {
    String stored =
        "00117461736b2f7072696f726974792d73657400000018bf687072696f72"
            + "697479076261741b18eaa519681c1400ff";
    assertThat(HexFormat.of().formatHex(EventGroup.encode(EVENTS.subList(0, 1)).array()))
        .isEqualTo(stored);
    assertThat(EventGroup.decode(ByteBuffer.wrap(HexFormat.of().parseHex(stored))))
        .isEqualTo(EVENTS.subList(0, 1));
  }

  @Test
  void aTypeThatIsNotKnownIsNotPassedOver() {
    byte[] name = "task/unheard-of".getBytes(StandardCharsets.UTF_8);
    ByteBuffer value =
        ByteBuffer.allocate(Short.BYTES + name.length + Integer.BYTES)
            .putShort((short) name.length)
            .put(name)
            .putInt(0)
            .flip();

    assertThatThrownBy(() -> EventGroup.decode(value)).hasMessageContaining("task/unheard-of");
  }
}
