package swarmline.persistence.cassandra;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import swarmline.engine.task.TaskEvent;
import swarmline.persistence.serialization.StoredCodec;
import swarmline.persistence.serialization.StoredTypes;

/**
 * The events of a task that were stored in one step, as one value: for each its name and its
 * payload, each after its length.
 */
final class EventGroup {
  private EventGroup() {}

  static ByteBuffer encode(List<TaskEvent> events) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      for (TaskEvent event : events) {
        byte[] name = StoredTypes.of(event).manifest().getBytes(StandardCharsets.UTF_8);
        byte[] payload = StoredCodec.encode(event);
        out.writeShort(name.length);
        out.write(name);
        out.writeInt(payload.length);
        out.write(payload);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  static List<TaskEvent> decode(ByteBuffer value) {
    ByteBuffer in = value.duplicate();
    List<TaskEvent> events = new ArrayList<>();
    while (in.hasRemaining()) {
      String name =
          new String(take(in, Short.toUnsignedInt(in.getShort())), StandardCharsets.UTF_8);
      events.add(event(name, take(in, in.getInt())));
    }
    return events;
  }

  /** An event by the name of its type. */
  static TaskEvent event(String name, byte[] payload) {
    return (TaskEvent) StoredCodec.decode(StoredTypes.named(name).type(), payload);
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
