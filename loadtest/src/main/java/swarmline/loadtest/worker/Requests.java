package swarmline.loadtest.worker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import swarmline.loadtest.wire.FrameWriter;

/** The client's messages, as bytes. */
final class Requests {
  private static final byte[] ANSWER = ascii("{\"type\":\"answer\",\"id\":\"");
  private static final byte[] RETURN = ascii("{\"type\":\"return\",\"id\":\"");
  private static final byte[] ASSIGNMENT = ascii("\",\"assignment\":\"");
  private static final byte[] ANSWER_VALUE = ascii("\",\"answer\":");
  private static final byte[] END_OF_ANSWER = ascii("}");
  private static final byte[] END_OF_RETURN = ascii("\"}");
  private static final byte[] HELLO = ascii("{\"type\":\"hello\",\"id\":\"");
  private static final byte[] PAUSE = ascii("{\"type\":\"pause\",\"id\":\"");

  private Requests() {}

  static void hello(FrameWriter out, int request, int capacity, List<String> pools) {
    String rest =
        pools.stream()
            .map(pool -> '"' + pool + '"')
            .collect(Collectors.joining(",", "\",\"capacity\":" + capacity + ",\"pools\":[", "]}"));
    out.text().put(HELLO).put(request).put(ascii(rest)).end();
  }

  static void answer(FrameWriter out, Held held) {
    out.text().put(ANSWER).put(held.request).put(ASSIGNMENT).put(held.assignment);
    out.put(ANSWER_VALUE).put(held.answer).put(END_OF_ANSWER).end();
  }

  static void giveBack(FrameWriter out, Held held) {
    out.text().put(RETURN).put(held.request).put(ASSIGNMENT).put(held.assignment);
    out.put(END_OF_RETURN).end();
  }

  static void pause(FrameWriter out, int request) {
    out.text().put(PAUSE).put(request).put(END_OF_RETURN).end();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
