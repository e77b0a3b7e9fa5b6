package swarmline.api.frame;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The check that bytes are UTF-8; ASCII, which most messages are, costs one pass and no memory. */
final class Utf8 {
  private Utf8() {}

  static boolean isValid(byte[] bytes, int length) {
    int at = 0;
    while (at < length && bytes[at] >= 0) {
      at++;
    }
    if (at == length) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length - at));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
