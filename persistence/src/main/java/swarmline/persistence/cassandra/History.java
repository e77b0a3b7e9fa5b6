package swarmline.persistence.cassandra;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The one history that the stored events of an entity tell, however many owners have written: an
 * event of an earlier owner counts only where no later owner wrote from the same sequence number
 * on. What is left out was never acknowledged.
 */
final class History<W extends History.Written> {
  /** An epoch in hexadecimal, before the actor's own name in the writer of an event. */
  private static final int EPOCH_DIGITS = 16;

  private static final int RADIX = 16;
  private static final char SEPARATOR = '-';

  private final String persistenceId;
  private final List<W> events = new ArrayList<>();

  /** A stored event, where it stands and who wrote it. */
  interface Written {
    long sequenceNr();

    String writer();
  }

  private History(String persistenceId) {
    this.persistenceId = persistenceId;
  }

  /**
   * The events that count, in order.
   *
   * @param stored in the order of sequence numbers, and of time where those are equal
   * @throws IllegalStateException where an event is missing
   */
  static <W extends Written> List<W> of(String persistenceId, List<W> stored) {
    var history = new History<W>(persistenceId);
    stored.forEach(history::add);
    return history.checked();
  }

  /** The writer of an event that an actor writes while its node owns its slice in an epoch. */
  static String writer(long epoch, String actor) {
    return HexFormat.of().toHexDigits(epoch) + SEPARATOR + actor;
  }

  private static long epoch(String writer) {
    return writer.length() > EPOCH_DIGITS && writer.charAt(EPOCH_DIGITS) == SEPARATOR
        ? Long.parseUnsignedLong(writer.substring(0, EPOCH_DIGITS), RADIX)
        : 0;
  }

  /** Of two events with one number from one owner, the first was never acknowledged. */
  private void add(W event) {
    W last = events.isEmpty() ? null : events.get(events.size() - 1);
    if (last == null || epoch(event.writer()) >= epoch(last.writer())) {
      events.removeIf(known -> known.sequenceNr() >= event.sequenceNr());
      events.add(event);
    }
  }

  private List<W> checked() {
    for (int i = 1; i < events.size(); i++) {
      if (events.get(i).sequenceNr() != events.get(i - 1).sequenceNr() + 1) {
        throw new IllegalStateException(
            "The journal of "
                + persistenceId
                + " goes from "
                + events.get(i - 1).sequenceNr()
                + " to "
                + events.get(i).sequenceNr());
      }
    }
    return events;
  }
}
