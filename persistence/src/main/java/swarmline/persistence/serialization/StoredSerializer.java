package swarmline.persistence.serialization;

import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Stored types for Pekko: {@link StoredTypes} names them, {@link StoredCodec} encodes them. */
public final class StoredSerializer extends SerializerWithStringManifest {
  /** Stands beside every event on disk; never changes. */
  public static final int IDENTIFIER = 730_001;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object value) {
    return StoredTypes.of(value).manifest();
  }

  @Override
  public byte[] toBinary(Object value) {
    return StoredCodec.encode(value);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      return StoredCodec.decode(StoredTypes.named(manifest).type(), bytes);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      NotSerializableException refused = new NotSerializableException(e.getMessage());
      refused.initCause(e);
      throw refused;
    }
  }
}
