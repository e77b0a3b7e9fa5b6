package swarmline.engine.dispatch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.dispatch.PartitionCommand.DefinitionsRead;
import swarmline.engine.id.PoolId;
import swarmline.engine.partition.OfferIndex;
import swarmline.engine.task.TaskDefinition;

/**
 * Definitions of the tasks that are next in order, read many at once before somebody claims them. A
 * hint: whatever is not here is read by itself. The more is claimed the further it reads ahead.
 */
final class DefinitionsAhead {
  private static final int FIRST = 4;
  private static final int MOST = 2_048;

  /** Characters of payload read ahead, beyond which a further step is not made larger. */
  private static final int LARGE = 1 << 19;

  private final ActorContext<PartitionCommand> context;
  private final PoolId pool;
  private final Catalog catalog;
  private final Map<Long, TaskDefinition> ready = new HashMap<>();
  private int step = FIRST;
  private int misses;

  /** Claims until the index is looked at again, which had nothing more when it last was. */
  private int pause;

  private boolean reading;

  DefinitionsAhead(ActorContext<PartitionCommand> context, PoolId pool, Catalog catalog) {
    this.context = context;
    this.pool = pool;
    this.catalog = catalog;
  }

  /**
   * @return null where it was not read
   */
  TaskDefinition take(long number) {
    TaskDefinition definition = ready.remove(number);
    if (definition != null) {
      misses = 0;
    } else if (++misses > step) {
      // Others are claimed than were first in order.
      ready.clear();
      misses = 0;
    }
    return definition;
  }

  /** Reads on where little is left. */
  void refill(OfferIndex index) {
    if (reading || ready.size() > step / 2) {
      return;
    }
    if (pause > 0) {
      pause--;
      return;
    }
    List<Long> next =
        index.untouched(step).stream().filter(number -> !ready.containsKey(number)).toList();
    if (next.isEmpty()) {
      pause = step / 2;
    } else {
      reading = true;
      context.pipeToSelf(catalog.definitions(pool, next), DefinitionsRead::new);
    }
  }

  void read(DefinitionsRead read) {
    reading = false;
    if (read.failure() != null) {
      context.getLog().warn("definitions of {} could not be read ahead", pool, read.failure());
      return;
    }
    long size = 0;
    for (TaskDefinition definition : read.definitions()) {
      ready.put(definition.id().number(), definition);
      size += definition.payload().length();
    }
    step = size > LARGE ? Math.max(FIRST, step / 2) : Math.min(MOST, step * 2);
  }
}
