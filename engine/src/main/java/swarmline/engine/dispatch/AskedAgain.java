package swarmline.engine.dispatch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Asks an entity, and asks again while no answer comes: a message may be lost as its entity moves
 * to another node. Only for what has the same effect when it comes twice. The first answer counts.
 *
 * @param <R> answers
 */
final class AskedAgain<R> {
  private final ActorSystem<?> system;
  private final Duration every;
  private final Function<Duration, CompletionStage<R>> ask;
  private final CompletableFuture<R> answer = new CompletableFuture<>();

  private AskedAgain(
      ActorSystem<?> system, Duration every, Function<Duration, CompletionStage<R>> ask) {
    this.system = system;
    this.every = every;
    this.ask = ask;
  }

  /**
   * @param every between two askings
   * @param within when the first asking fails, and with it all
   * @param ask asks, and waits for as long as it is given
   */
  static <R> CompletionStage<R> until(
      ActorSystem<?> system,
      Duration every,
      Duration within,
      Function<Duration, CompletionStage<R>> ask) {
    var asked = new AskedAgain<>(system, every, ask);
    ask.apply(within).whenComplete(asked::answered);
    asked.againFrom(within.minus(every));
    return asked.answer;
  }

  private void answered(R reply, Throwable failure) {
    if (failure == null) {
      answer.complete(reply);
    } else {
      answer.completeExceptionally(failure);
    }
  }

  private void againFrom(Duration left) {
    if (!left.isNegative() && !left.isZero()) {
      system.scheduler().scheduleOnce(every, () -> again(left), system.executionContext());
    }
  }

  private void again(Duration left) {
    if (!answer.isDone()) {
      ask.apply(left)
          .whenComplete(
              (reply, failure) -> {
                if (failure == null) {
                  answer.complete(reply);
                }
              });
      againFrom(left.minus(every));
    }
  }
}
