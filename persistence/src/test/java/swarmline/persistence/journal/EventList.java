package swarmline.persistence.journal;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import swarmline.engine.task.TaskEvent;

/** A persistent entity that remembers the priorities it was told, in order. */
public final class EventList extends EventSourcedBehavior<Object, TaskEvent, String> {
  private final int snapshotEvery;

  /** Stores an event and says so. */
  public record Store(TaskEvent.PrioritySet event, ActorRef<Object> stored) {}

  /** Asks for what is remembered. */
  public record Get(ActorRef<List<Integer>> reply) {}

  private EventList(String persistenceId, int snapshotEvery) {
    super(PersistenceId.ofUniqueId(persistenceId));
    this.snapshotEvery = snapshotEvery;
  }

  /**
   * @param snapshotEvery events between two snapshots
   */
  public static Behavior<Object> create(String persistenceId, int snapshotEvery) {
    return new EventList(persistenceId, snapshotEvery);
  }

  @Override
  public String emptyState() {
    return "";
  }

  @Override
  public boolean shouldSnapshot(String state, TaskEvent event, long sequenceNr) {
    return sequenceNr % snapshotEvery == 0;
  }

  @Override
  public CommandHandler<Object, TaskEvent, String> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(
            Store.class,
            (state, store) ->
                Effect()
                    .persist(store.event())
                    .thenRun(() -> store.stored().tell(store.event().priority())))
        .onCommand(Get.class, (state, get) -> Effect().none().thenReply(get.reply(), this::list))
        .build();
  }

  private List<Integer> list(String state) {
    List<Integer> priorities = new ArrayList<>();
    for (String text : state.split(" ", 0)) {
      if (!text.isEmpty()) {
        priorities.add(Integer.parseInt(text));
      }
    }
    return priorities;
  }

  @Override
  public EventHandler<String, TaskEvent> eventHandler() {
    return newEventHandlerBuilder()
        .forAnyState()
        .onEvent(TaskEvent.PrioritySet.class, (state, event) -> state + " " + event.priority())
        .build();
  }
}
