package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message that may cross to another node is the same on the other side. */
class MessageSerializationTest {
  private static final ActorTestKit ACTORS = TestCluster.named("messages");

  private final SerializationTestKit serialization = new SerializationTestKit(ACTORS.system());

  @AfterAll
  static void stop() {
    ACTORS.shutdownTestKit();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aMessageIsTheSameOnTheOtherSide(EngineMessage message) {
    Object there = serialization.verifySerialization(message, false);

    assertThat(there).usingRecursiveComparison().isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("toTasks")
  void aCommandToATaskIsTheSameAlsoWithinAnother(PartitionCommand.ForTask message) {
    Object there = serialization.verifySerialization(message, false);

    assertThat(there).usingRecursiveComparison().isEqualTo(message);
  }

  static Stream<Object> messages() {
    var samples = new Samples(MessageSerializationTest::ref);
    return Stream.of(
            WorkerCommand.class,
            PartitionCommand.class,
            PoolCommand.class,
            TaskCommand.class,
            SessionMessage.class,
            WorkerReply.class,
            NeighbourMessage.class,
            TaskReply.class,
            PoolCommand.Reply.class,
            PartitionCommand.Reply.class)
        .flatMap(Samples::typesOf)
        .filter(type -> type != PartitionCommand.ModelLoaded.class) // a model never leaves its node
        .map(samples::one);
  }

  static Stream<PartitionCommand.ForTask> toTasks() {
    return new Samples(MessageSerializationTest::ref)
        .of(TaskCommand.class).stream().map(command -> new PartitionCommand.ForTask(1, command));
  }

  private static ActorRef<?> ref(Type of) {
    return ACTORS.createTestProbe().getRef();
  }
}
