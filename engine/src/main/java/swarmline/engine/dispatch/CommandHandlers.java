package swarmline.engine.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What an entity does with each type of command.
 *
 * @param <T> the entity
 * @param <C> its commands
 */
final class CommandHandlers<T, C> {
  private final Map<Class<?>, BiConsumer<T, C>> table = new HashMap<>();

  <D extends C> CommandHandlers<T, C> on(Class<D> type, BiConsumer<T, D> handler) {
    table.put(type, (entity, command) -> handler.accept(entity, type.cast(command)));
    return this;
  }

  void handle(T entity, C command) {
    BiConsumer<T, C> handler = table.get(command.getClass());
    if (handler == null) {
      throw new IllegalArgumentException("nothing is done with " + command);
    }
    handler.accept(entity, command);
  }
}
