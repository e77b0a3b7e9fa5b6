package swarmline.api.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import swarmline.api.wire.ClientMessage.Unreadable;

/** Reads clients' messages from UTF-8. Thread-safe; keeps nothing. */
public final class ClientMessageReader {
  /** How deep an answer may nest. */
  static final int DEPTH_MAX = 64;

  private static final int DETAIL_MAX = 200;

  private final JsonFactory json;

  /**
   * @param messageMax bytes at the most in one message
   */
  public ClientMessageReader(int messageMax) {
    this.json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    // The message itself counts as one level.
                    .maxNestingDepth(DEPTH_MAX + 1)
                    .maxStringLength(messageMax)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // It is always UTF-8; offsets are counted in its bytes.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();
  }

  public ClientMessage read(byte[] text, int length) {
    ClientFields fields = null;
    try (JsonParser parser = json.createParser(text, 0, length)) {
      fields = new ClientFields(text, parser);
      return fields.read();
    } catch (StreamConstraintsException e) {
      boolean depth = e.getOriginalMessage().contains("nesting depth");
      return unreadable(
          fields, depth ? ProtocolError.JSON_TOO_DEEP : ProtocolError.VALUE_TOO_LONG, e);
    } catch (JsonProcessingException e) {
      return unreadable(fields, ProtocolError.MALFORMED_JSON, e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading an array does no I/O", e);
    }
  }

  private static Unreadable unreadable(
      ClientFields fields, ProtocolError error, JsonProcessingException e) {
    String detail = shown(e.getOriginalMessage());
    return fields == null ? new Unreadable(null, error, detail) : fields.unreadable(error, detail);
  }

  private static String shown(String detail) {
    return detail.length() <= DETAIL_MAX ? detail : detail.substring(0, DETAIL_MAX) + "…";
  }
}
