package swarmline.persistence.journal;

import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import swarmline.persistence.serialization.StoredSerializer;

/** Payloads to bytes and back, by whatever serializer the actor system has for them. */
final class PayloadCodec {
  private final Serialization serialization;

  PayloadCodec(ExtendedActorSystem system) {
    this.serialization = SerializationExtension.get(system);
  }

  /** The payload as a row; throws what its serializer throws. */
  StoredEvent encode(Object payload, long timestamp, String writer, String adapter) {
    Serializer serializer = serialization.findSerializerFor(payload);
    byte[] bytes =
        serializer.identifier() == StoredSerializer.IDENTIFIER
            ? serializer.toBinary(payload)
            // References to actors in the payload need the system's own address.
            : serialization.serialize(payload).get();
    return new StoredEvent(
        timestamp,
        writer,
        adapter,
        serializer.identifier(),
        Serializers.manifestFor(serializer, payload),
        bytes);
  }

  Object decode(StoredEvent event) {
    return serialization.deserialize(event.payload(), event.serializer(), event.manifest()).get();
  }
}
