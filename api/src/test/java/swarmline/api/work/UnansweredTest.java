package swarmline.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import swarmline.engine.dispatch.SessionMessage;
import swarmline.engine.dispatch.WorkerCommand;

/** What a connection remembers of requests that the engine has not answered. */
final class UnansweredTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final WorkerCommand COMMAND =
      new WorkerCommand.Pause("a", TestInbox.<SessionMessage>create().getRef());

  private final Unanswered unanswered = new Unanswered(Duration.ofSeconds(1));

  @Test
  void whatHasWaitedForLongIsDueAndLaterAgain() {
    unanswered.told("a", COMMAND, 0);
    assertThat(unanswered.due(SECOND - 1)).isEmpty();
    assertThat(unanswered.due(SECOND)).containsExactly(COMMAND);
    assertThat(unanswered.due(3 * SECOND - 1)).isEmpty();
    assertThat(unanswered.due(3 * SECOND)).containsExactly(COMMAND);
  }

  @Test
  void theClientHearsAsManyAnswersAsItAsked() {
    unanswered.told("a", COMMAND, 0);
    unanswered.told("a", COMMAND, 0);
    assertThat(unanswered.size()).isEqualTo(2);
    assertThat(unanswered.answered("a")).isTrue();
    assertThat(unanswered.answered("a")).isTrue();
    assertThat(unanswered.answered("a")).isFalse();
    assertThat(unanswered.size()).isZero();
    assertThat(unanswered.due(10 * SECOND)).isEmpty();
  }

  @Test
  void whoeverHasWaitedLongestIsKnown() {
    assertThat(unanswered.longest(SECOND)).isZero();
    unanswered.told("a", COMMAND, 0);
    unanswered.told("b", COMMAND, SECOND);
    unanswered.due(5 * SECOND);
    assertThat(unanswered.longest(6 * SECOND)).isEqualTo(Duration.ofSeconds(6));
    unanswered.answered("a");
    assertThat(unanswered.longest(6 * SECOND)).isEqualTo(Duration.ofSeconds(5));
  }
}
