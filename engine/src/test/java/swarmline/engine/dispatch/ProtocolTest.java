package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceProbeBehavior;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.dispatch.PartitionCommand.Loaded;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolState;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.RevokeReason;
import swarmline.engine.task.Settlement;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskEvent;
import swarmline.engine.task.TaskState;
import swarmline.engine.task.TaskTerms;

/** The compiler does not check the handler tables of the actors; this does. */
class ProtocolTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(9);
  private static final PoolView POOL =
      new PoolView(Samples.POOL, PoolSpec.named("test"), PoolStatus.OPEN, 1, 1, NOW, NOW);
  private static final Samples SAMPLES = new Samples(ProtocolTest::ref);

  private final MemoryStore store = new MemoryStore();
  private final PoolDirectory directory = new PoolDirectory();
  private final SimulatedNode node =
      new SimulatedNode(new Random(1), store, () -> NOW, new Audit(store));

  private static Map<String, List<TaskEvent>> taskHistories() {
    var granted = new TaskEvent.LeaseGranted(1, "ann", NOW, LATER, LATER, null);
    var unpaid = new Settlement(Settlement.Verdict.REVOKED, 0, "USD");
    var revoked = new TaskEvent.LeaseRevoked(1, RevokeReason.TASK_CANCELLED, NOW, unpaid);
    var ended = new TaskEvent.TaskEnded(OutcomeKind.CANCELLED, null, 0, null, NOW);
    return Map.of(
        "untouched",
        List.of(),
        "leased",
        List.of(granted),
        "ended",
        List.of(granted, revoked, ended));
  }

  @Test
  void theSampleStatesLeaveNoneOut() {
    assertThat(taskHistories().values().stream().map(TaskState::replayed).map(Object::getClass))
        .hasSameElementsAs(Arrays.asList(TaskState.class.getPermittedSubclasses()));
    assertThat(poolStates().map(Object::getClass))
        .hasSameElementsAs(Arrays.asList(PoolState.class.getPermittedSubclasses()));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("toTasks")
  void everyTaskHandlesEveryCommand(String name, List<TaskEvent> history, TaskCommand command) {
    store.journal(PersistenceIds.of(definition().id())).addAll(history);
    assertHandles(
        TaskEntity.create(
            new TaskActors.Start(new TaskTerms(POOL.spec(), definition()), true, 0),
            journals(),
            TestInbox.<PartitionCommand>create().getRef(),
            node,
            SimulatedNode.SETTINGS,
            () -> NOW),
        command);
  }

  static Stream<Arguments> toTasks() {
    return taskHistories().entrySet().stream()
        .flatMap(
            history ->
                SAMPLES.of(TaskCommand.class).stream()
                    .map(command -> Arguments.of(history.getKey(), history.getValue(), command)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("toPools")
  void everyPoolHandlesEveryCommand(PoolState state, PoolCommand command) {
    var probe =
        PersistenceProbeBehavior.<PoolCommand, Object, PoolState>fromEventSourced(
            PoolEntity.create(Samples.POOL, parts()), state, 1);

    assertHandles(probe.getBehaviorTestKit(), command);
  }

  static Stream<Arguments> toPools() {
    return poolStates()
        .flatMap(
            state ->
                Samples.typesOf(PoolCommand.class)
                    .map(type -> Arguments.of(state, SAMPLES.one(type))));
  }

  private static Stream<PoolState> poolStates() {
    return Stream.of(PoolState.unknown(), new PoolState.Known(POOL));
  }

  @ParameterizedTest
  @MethodSource("toWorkers")
  void aWorkerHandlesEveryCommand(WorkerCommand command) {
    directory.put(POOL);
    assertHandles(
        WorkerEntity.create(
            new WorkerId(Samples.POOL.tenant(), "ann"),
            TestInbox.<ClusterSharding.ShardCommand>create().getRef(),
            parts()),
        command);
  }

  static Stream<Object> toWorkers() {
    return Samples.typesOf(WorkerCommand.class).map(SAMPLES::one);
  }

  @ParameterizedTest
  @MethodSource("toPartitions")
  void aPartitionHandlesEveryCommandAndBeforeItIsLoadedKeepsIt(PartitionCommand command) {
    directory.put(POOL);
    var partition =
        BehaviorTestKit.create(
            PartitionLoading.create(new PartitionId(Samples.POOL, 0, 1), parts()));
    partition.run(command);
    assertThat(partition.returnedBehavior()).isNotSameAs(Behaviors.unhandled());

    partition.run(
        new Loaded(1, List.of(new OpenTask(1, 0, null, Set.of(), Set.of(), false)), null));
    partition.run(command);
    assertThat(partition.isAlive()).isTrue();
    assertThat(partition.returnedBehavior()).isNotSameAs(Behaviors.unhandled());
  }

  static Stream<Object> toPartitions() {
    return Samples.typesOf(PartitionCommand.class).map(SAMPLES::one);
  }

  @Test
  void everyRefusalIsGivenBySomething() {
    Set<String> given = new HashSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("swarmline.engine")) {
      type.getFieldAccessesFromSelf().stream()
          .filter(access -> access.getTargetOwner().isEquivalentTo(Refusal.class))
          .filter(access -> !type.isEquivalentTo(Refusal.class))
          .forEach(access -> given.add(access.getTarget().getName()));
    }

    assertThat(given).containsAll(Stream.of(Refusal.values()).map(Enum::name).toList());
  }

  @Test
  void whatCannotCrossToAnotherNodeIsSentOnlyByAnActorToItself() {
    Stream.of(WorkerCommand.class, PartitionCommand.class, PoolCommand.class, TaskCommand.class)
        .flatMap(Samples::typesOf)
        .filter(Class::isRecord)
        .filter(
            type ->
                Stream.of(type.getRecordComponents())
                    .anyMatch(part -> part.getType() == Throwable.class))
        .forEach(type -> assertThat(type).isAssignableTo(SelfMessage.class));
  }

  /** When it has recovered. */
  private <C> void assertHandles(Behavior<C> entity, C command) {
    BehaviorTestKit<C> kit = BehaviorTestKit.create(entity);
    while (!store.idle()) {
      store.commit();
    }
    kit.selfInbox().getAllReceived().forEach(kit::run);

    assertHandles(kit, command);
  }

  private static <C> void assertHandles(BehaviorTestKit<C> kit, C command) {
    assertThatCode(() -> kit.run(command)).doesNotThrowAnyException();
    assertThat(kit.returnedBehavior()).isNotSameAs(Behaviors.unhandled());
  }

  private EntityJournal.Opening journals() {
    return (id, entity) -> new MemoryJournal(store, id, entity);
  }

  private EngineParts parts() {
    return new EngineParts(
        store, store, directory, node, node, journals(), SimulatedNode.SETTINGS, () -> NOW);
  }

  private static TaskDefinition definition() {
    return new TaskDefinition(Samples.TASK, null, "{}", 0, null, Set.of(), Set.of(), NOW);
  }

  private static ActorRef<?> ref(Type of) {
    return TestInbox.create().getRef();
  }
}
