package swarmline.engine.dispatch;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.Specs;
import swarmline.engine.consensus.crowd.SliceModel;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.TenantId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.Consequence;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.Requirement;

/**
 * One value of every type that a sealed interface permits, made from what the types themselves say:
 * so none can be forgotten.
 */
final class Samples {
  static final PoolId POOL = new PoolId(new TenantId("acme"), "p0123456789ab");
  static final TaskId TASK = new TaskId(POOL, 1);

  private static final Map<Class<?>, Object> LEAVES =
      Map.ofEntries(
          Map.entry(String.class, "text"),
          Map.entry(int.class, 1),
          Map.entry(Integer.class, 1),
          Map.entry(long.class, 1L),
          Map.entry(Long.class, 1L),
          Map.entry(double.class, 0.5),
          Map.entry(Double.class, 0.5),
          Map.entry(boolean.class, true),
          Map.entry(Boolean.class, true),
          Map.entry(long[].class, new long[] {1, -2}),
          Map.entry(Instant.class, Instant.parse("2030-01-01T00:00:00.123456789Z")),
          Map.entry(PoolId.class, POOL),
          Map.entry(TaskId.class, TASK),
          Map.entry(AssignmentId.class, new AssignmentId(TASK, 1)),
          Map.entry(WorkerId.class, new WorkerId(POOL.tenant(), "ann")),
          Map.entry(PartitionId.class, new PartitionId(POOL, 0, 1)),
          Map.entry(
              SliceModel.class,
              SliceModel.of(
                  Specs.spec("answer: {choices: ['a', 'b']}, consensus: {rule: 'posterior'}"))),
          Map.entry(
              Consequence.class, new Consequence(Consequence.Action.QUALIFY, null, null, "q", "1")),
          Map.entry(Requirement.class, new Requirement("q", Requirement.Op.EXISTS, null)),
          Map.entry(PoolSpec.class, PoolSpec.named("test")));

  private final Function<Type, ActorRef<?>> refs;

  /**
   * @param refs where replies go
   */
  Samples(Function<Type, ActorRef<?>> refs) {
    this.refs = refs;
  }

  /** All types that can be sent as this one. */
  static Stream<Class<?>> typesOf(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Samples::typesOf)
        : Stream.of(type);
  }

  <T> List<T> of(Class<T> sealed) {
    return typesOf(sealed).map(type -> sealed.cast(one(type))).toList();
  }

  Object one(Type type) {
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic);
    }
    Class<?> plain = (Class<?>) type;
    if (LEAVES.containsKey(plain)) {
      return LEAVES.get(plain);
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[0];
    }
    if (plain.isSealed()) {
      return one(typesOf(plain).findFirst().orElseThrow());
    }
    if (plain == Throwable.class) {
      return null;
    }
    return record(plain);
  }

  private Object ofGeneric(ParameterizedType type) {
    Type[] of = type.getActualTypeArguments();
    if (type.getRawType() == List.class) {
      return List.of(one(of[0]));
    }
    if (type.getRawType() == Set.class) {
      return Set.of(one(of[0]));
    }
    if (type.getRawType() == Map.class) {
      return Map.of(one(of[0]), one(of[1]));
    }
    if (type.getRawType() == ActorRef.class) {
      return refs.apply(of[0]);
    }
    throw new IllegalArgumentException("no sample of " + type);
  }

  private Object record(Class<?> type) {
    RecordComponent[] parts = type.getRecordComponents();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Stream.of(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(
          Stream.of(parts).map(part -> one(part.getGenericType())).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no sample of " + type, e);
    }
  }
}
