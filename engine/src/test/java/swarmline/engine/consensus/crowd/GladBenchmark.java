package swarmline.engine.consensus.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import swarmline.engine.consensus.batch.DawidSkene;
import swarmline.engine.consensus.batch.Labels;
import swarmline.engine.consensus.batch.Play;

/** Whether GLAD earns its place: docs/adr/0007. */
@Tag("benchmark")
class GladBenchmark {

  @Test
  void itIsBetterThanAMajorityWhereWorkersDiffer() {
    Play play = Play.of(3, 400, 2, 5, 0.95, 0.95, 0.55, 0.55, 0.55);

    assertThat(play.accuracyOf(Glad.STANDARD.posteriors(play.labels())))
        .isGreaterThan(play.accuracyOf(play.labels().shares()) + 0.05);
  }

  @Test
  void howItDoesOnTheRecordedCrowds() {
    assumeTrue(
        Files.isDirectory(RecordedCrowd.directory()),
        "no recorded crowds in " + RecordedCrowd.directory().toAbsolutePath().normalize());
    for (String name : RecordedCrowd.NAMES) {
      RecordedCrowd crowd = RecordedCrowd.read(name);
      Labels labels = crowd.labels();
      double glad = accuracy(crowd, Glad.STANDARD.posteriors(labels));
      System.out.printf(
          "%-13s GLAD %.4f  Dawid-Skene %.4f  crowd model %.4f%n",
          name,
          glad,
          accuracy(crowd, DawidSkene.STANDARD.posteriors(labels)),
          RecordedCrowdsBenchmark.live(crowd, 1, 0).accuracy());

      assertThat(glad).as(name).isGreaterThan(1.0 / labels.classes());
    }
  }

  private static double accuracy(RecordedCrowd crowd, double[][] posteriors) {
    var reliability = new Reliability();
    for (int item = 0; item < posteriors.length; item++) {
      if (crowd.truth().get(item) >= 0) {
        reliability.add(1, Play.likeliest(posteriors[item]) == crowd.truth().get(item));
      }
    }
    return reliability.accuracy();
  }
}
