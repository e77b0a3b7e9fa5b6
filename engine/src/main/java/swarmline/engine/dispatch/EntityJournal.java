package swarmline.engine.dispatch;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Where one entity stores its events. What it is asked for is answered by messages to the entity,
 * which {@link #take} tells from commands. One request at a time.
 */
interface EntityJournal {

  /** Opens the journals of entities. */
  interface Opening {
    EntityJournal of(String persistenceId, ActorRef<Object> entity);
  }

  /**
   * All that is stored is told, in order: a snapshot where there is one, the events after it, and
   * that this was all.
   *
   * @param snapshots whether the entity has any
   */
  void recover(boolean snapshots);

  /**
   * Stores events together.
   *
   * @param first the sequence number of the first
   */
  void append(long first, List<?> events);

  /**
   * Stores a snapshot, which nobody waits for, and removes the events that are no longer needed.
   *
   * @param sequence of the last event that it contains
   * @param keptFrom events before this one are removed once the snapshot is stored
   */
  void snapshot(long sequence, Object snapshot, long keptFrom);

  /**
   * What a message says to the entity.
   *
   * @return null where it is none of the journal's but a command
   * @throws JournalFailed where the journal failed; the entity cannot go on
   */
  Answer take(Object message);

  /** What a journal says. */
  sealed interface Answer {
    /** Nothing that concerns the entity. */
    record Nothing() implements Answer {
      static final Nothing NEW = new Nothing();
    }

    record Snapshot(Object state, long sequence) implements Answer {}

    record Event(Object event) implements Answer {}

    /** All is told; the last event has this number. */
    record Recovered(long sequence) implements Answer {}

    /** The events that were appended last are stored. */
    record Stored() implements Answer {
      static final Stored NEW = new Stored();
    }
  }

  /** The journal could not read or write; what it was asked for last may or may not be stored. */
  final class JournalFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    JournalFailed(String what, Throwable cause) {
      super(what, cause);
    }
  }
}
