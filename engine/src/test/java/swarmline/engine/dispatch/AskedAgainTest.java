package swarmline.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often an entity is asked that does not answer. */
class AskedAgainTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ActorTestKit actors =
      ActorTestKit.create(
          ManualTime.config()
              .withFallback(ConfigFactory.parseString("pekko.actor.provider = local"))
              .withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(actors.system());
  private final List<CompletableFuture<String>> asked = new ArrayList<>();
  private final List<Duration> patience = new ArrayList<>();

  @AfterEach
  void stop() {
    actors.shutdownTestKit();
  }

  private CompletionStage<String> ask(Duration within) {
    var answer = new CompletableFuture<String>();
    patience.add(within);
    asked.add(answer);
    return answer;
  }

  private CompletableFuture<String> answer() {
    return AskedAgain.until(actors.system(), SECOND, SECOND.multipliedBy(3), this::ask)
        .toCompletableFuture();
  }

  /** What a timer has set off is done by another thread. */
  private void awaitAsked(int times) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (asked.size() < times && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(asked).hasSize(times);
  }

  @Test
  void theSecondAskingIsAnsweredWhereTheFirstWasLost() throws Exception {
    CompletableFuture<String> answer = answer();
    time.timePasses(SECOND);
    awaitAsked(2);
    assertThat(answer).isNotDone();
    asked.get(1).complete("here");
    assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("here");
  }

  @Test
  void eachAskingWaitsForWhatIsLeftOfTheTime() throws Exception {
    CompletableFuture<String> answer = answer();
    time.timePasses(SECOND);
    awaitAsked(2);
    time.timePasses(SECOND);
    awaitAsked(3);
    assertThat(answer).isNotDone();
    assertThat(patience).containsExactly(SECOND.multipliedBy(3), SECOND.multipliedBy(2), SECOND);
  }

  @Test
  void allFailsWithTheFirstAsking() throws Exception {
    CompletableFuture<String> answer = answer();
    time.timePasses(SECOND);
    awaitAsked(2);
    asked.get(1).completeExceptionally(new TimeoutException("second"));
    assertThat(answer).isNotDone();
    asked.get(0).completeExceptionally(new TimeoutException("first"));
    assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).hasMessageContaining("first");
  }
}
