package swarmline.engine.dispatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import swarmline.engine.dispatch.EntityJournal.Answer;
import swarmline.engine.dispatch.EntityJournal.JournalFailed;

/**
 * An actor whose state is what its events made of it: recovers, then takes one command at a time,
 * stores what comes of it, and goes on when that is stored. Commands that come meanwhile wait in
 * their order. It fails where its journal fails, and whoever needs it starts it anew.
 *
 * <p>It is Pekko's event-sourced behaviour reduced to what short-lived entities need; ADR 9 says
 * why.
 *
 * @param <C> commands
 * @param <E> events
 * @param <S> state
 */
abstract class JournaledEntity<C, E, S> extends ExtensibleBehavior<Object> {
  /** Longest silence of the journal while an entity recovers. */
  private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(30);

  private final ActorContext<Object> context;
  private final EntityJournal journal;
  private S state;
  private long sequence;
  private boolean recovering;

  /** Null where nothing is being stored. */
  private List<? extends E> storing;

  private Consumer<S> afterStoring;
  private boolean stopping;

  /** Null while none waits. */
  private Deque<C> waiting;

  /** What an entity sends to itself while it recovers. */
  private enum Overdue {
    RECOVERY
  }

  JournaledEntity(ActorContext<Object> context, EntityJournal journal, S empty) {
    this.context = context;
    this.journal = journal;
    this.state = empty;
  }

  /** Decides about a command; called when everything before it is stored. */
  abstract void onCommand(S now, C command);

  /** The state after an event. */
  abstract S after(S before, E event);

  /** The state of a snapshot. */
  S of(Object snapshot) {
    throw new IllegalStateException("an entity without snapshots found " + snapshot);
  }

  /** Everything stored has been read. */
  abstract void recovered(S now);

  /** The actor has stopped. */
  void stopped() {}

  // To be called by the entity

  final S state() {
    return state;
  }

  final ActorContext<Object> context() {
    return context;
  }

  /** The number of the last event. */
  final long sequence() {
    return sequence;
  }

  /**
   * Begins by reading what is stored.
   *
   * @param snapshots whether there may be snapshots
   */
  final void recover(boolean snapshots) {
    recovering = true;
    context.setReceiveTimeout(RECOVERY_TIMEOUT, Overdue.RECOVERY);
    journal.recover(snapshots);
  }

  /** Stores events, and runs what is to be done once they are; at most once in a command. */
  final void persist(List<? extends E> events, Consumer<S> then) {
    if (events.isEmpty()) {
      then.accept(state);
      return;
    }
    storing = events;
    afterStoring = then;
    journal.append(sequence + 1, events);
  }

  /** Stops when what is being stored is. */
  final void stop() {
    stopping = true;
  }

  final void snapshot(Object snapshot, long keptFrom) {
    journal.snapshot(sequence, snapshot, keptFrom);
  }

  // What comes

  @Override
  @SuppressWarnings("unchecked")
  public final Behavior<Object> receive(TypedActorContext<Object> same, Object message) {
    Answer answer = journal.take(message);
    if (answer != null) {
      answered(answer);
    } else if (message == Overdue.RECOVERY) {
      overdue();
    } else if (recovering || storing != null) {
      if (waiting == null) {
        waiting = new ArrayDeque<>(2);
      }
      waiting.add((C) message);
    } else {
      onCommand(state, (C) message);
    }
    return stopping && storing == null ? Behaviors.stopped() : this;
  }

  private void overdue() {
    if (recovering) {
      throw new JournalFailed(
          "the journal said nothing for " + RECOVERY_TIMEOUT.toSeconds() + " s", null);
    }
  }

  @SuppressWarnings("unchecked")
  private void answered(Answer answer) {
    if (answer instanceof Answer.Stored) {
      stored();
      takeWaiting();
    } else if (answer instanceof Answer.Event one) {
      state = after(state, (E) one.event());
    } else if (answer instanceof Answer.Snapshot snapshot) {
      state = of(snapshot.state());
    } else if (answer instanceof Answer.Recovered all) {
      sequence = all.sequence();
      recovering = false;
      context.cancelReceiveTimeout();
      recovered(state);
      takeWaiting();
    }
  }

  private void stored() {
    sequence += storing.size();
    for (E event : storing) {
      state = after(state, event);
    }
    Consumer<S> then = afterStoring;
    storing = null;
    afterStoring = null;
    then.accept(state);
  }

  private void takeWaiting() {
    while (waiting != null && storing == null && !stopping) {
      C next = waiting.poll();
      if (next == null) {
        waiting = null;
      } else {
        onCommand(state, next);
      }
    }
  }

  @Override
  public final Behavior<Object> receiveSignal(TypedActorContext<Object> same, Signal signal) {
    if (signal instanceof PostStop) {
      stopped();
      return this;
    }
    return Behaviors.unhandled();
  }
}
