package swarmline.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Test;
import swarmline.api.json.Json;
import swarmline.api.json.JsonLimits;
import swarmline.engine.dispatch.WorkerReply.Pulled;
import swarmline.engine.task.Refusal;

/** What a claim without assignments is answered with. */
class ClaimRepliesTest {
  private final Replies replies = new Replies(new Json(new JsonLimits(1, 1, 1)));

  @Test
  void aStoreThatCouldNotBeReadIsSaidToBeAwayForAMoment() {
    HttpResponse reply = ClaimEndpoints.claimed(of(Refusal.TRY_AGAIN), replies);

    assertThat(reply.status().intValue()).isEqualTo(503);
    assertThat(reply.getHeader("Retry-After")).isPresent();
  }

  @Test
  void nothingToOfferIsAnAnswer() {
    HttpResponse reply = ClaimEndpoints.claimed(of(Refusal.NOTHING_TO_OFFER), replies);

    assertThat(reply.status().intValue()).isEqualTo(200);
  }

  private static Pulled of(Refusal why) {
    return new Pulled(List.of(), why);
  }
}
