package swarmline.loadtest.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swarmline.loadtest.fake.FakeServer;
import swarmline.loadtest.replay.Crowd.Answer;
import swarmline.loadtest.server.PlatformApi;

class ReplayRunTest {
  @Test
  void everyRecordedAnswerIsGivenByItsWorkerWhereTheServerWantsIt() throws Exception {
    List<Answer> answers = new ArrayList<>();
    for (int item = 0; item < 20; item++) {
      for (int worker = 0; worker < 3 + item % 3; worker++) {
        answers.add(
            new Answer("item / " + item, "a worker, " + worker, item % 2 == 0 ? "yes" : "no"));
      }
    }
    var crowd = new Crowd("small", answers, Map.of("item / 0", "yes", "item / 1", "yes"));
    var policy = new Policy("all", new ObjectMapper().createObjectNode().put("rule", "fixed"));
    Replayed replayed;
    try (FakeServer server = FakeServer.start()) {
      replayed = new ReplayRun(new PlatformApi(server.target()), 4, 0).replay(crowd, policy, 1);
    }

    assertThat(replayed.cost()).isEqualTo(answers.size());
    assertThat(replayed.decisions()).hasSize(20).containsOnlyKeys(crowd.byItem().keySet());
    assertThat(replayed.used().get("item / 2"))
        .containsExactlyInAnyOrderElementsOf(crowd.byItem().get("item / 2"));
  }
}
