package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import swarmline.engine.consensus.Aggregate;
import swarmline.engine.consensus.Aggregator;
import swarmline.engine.consensus.Median;
import swarmline.engine.consensus.Tally;

class RunningTallyTest {
  private final Median median = new Median(BigDecimal.ONE);
  private int read;

  /** Counts the answers that are read. */
  private final Aggregator counting =
      new Aggregator() {
        @Override
        public Tally tally() {
          Tally tally = median.tally();
          return new Tally() {
            @Override
            public void add(String answer, double weight) {
              read++;
              tally.add(answer, weight);
            }

            @Override
            public Aggregate now() {
              return tally.now();
            }
          };
        }
      };

  @Test
  void eachAnswerOfManyIsReadOnce() {
    var running = new RunningTally(counting);
    running.of(turns("3", "4"));
    read = 0;

    running.of(turns("3", "4", "5"));
    running.of(turns("3", "4", "5", "9"));

    assertThat(read).isEqualTo(2);
  }

  @Test
  void whateverItWasAskedBeforeItSaysWhatTheAnswersThatCountComeTo() {
    var random = new Random(8);
    var running = new RunningTally(median);
    for (int round = 0; round < 500; round++) {
      List<Assignment> all = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        all.add(turn(all.size() + 1, Integer.toString(random.nextInt(4)), random.nextInt(3) > 0));
      }
      var turns = new Turns(all);

      assertThat(running.of(turns)).isEqualTo(median.aggregate(turns.countedAnswers()));
    }
  }

  private static Turns turns(String... answers) {
    List<Assignment> all = new ArrayList<>();
    for (String answer : answers) {
      all.add(turn(all.size() + 1, answer, true));
    }
    return new Turns(all);
  }

  private static Assignment turn(int ordinal, String answer, boolean counted) {
    Instant at = Instant.EPOCH;
    Assignment.Status status = counted ? Assignment.Status.APPROVED : Assignment.Status.REJECTED;
    return new Assignment(
        ordinal,
        "w" + ordinal,
        at,
        at,
        at,
        status,
        answer,
        counted,
        at,
        null,
        null,
        true,
        null,
        null,
        null,
        null);
  }
}
