package swarmline.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import swarmline.api.frame.FrameBuffer;
import swarmline.engine.dispatch.SessionMessage;
import swarmline.engine.dispatch.SessionMessage.Accepted;
import swarmline.engine.dispatch.SessionMessage.Assigned;
import swarmline.engine.dispatch.SessionMessage.Expired;
import swarmline.engine.dispatch.SessionMessage.Expiring;
import swarmline.engine.dispatch.SessionMessage.Held;
import swarmline.engine.dispatch.SessionMessage.NothingFollows;
import swarmline.engine.dispatch.SessionMessage.Refused;
import swarmline.engine.dispatch.SessionMessage.Reply;
import swarmline.engine.dispatch.SessionMessage.Revoked;
import swarmline.engine.dispatch.SessionMessage.Settled;
import swarmline.engine.dispatch.SessionMessage.Superseded;
import swarmline.engine.dispatch.SessionMessage.Waiting;
import swarmline.engine.dispatch.SessionMessage.Welcome;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.TenantId;
import swarmline.engine.task.Feedback;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.RevokeReason;
import swarmline.engine.task.Settlement;
import swarmline.engine.task.Settlement.Verdict;

final class ServerMessageWriterTest {
  private static final AssignmentId ASSIGNMENT =
      AssignmentId.parse(new TenantId("t"), "p0123456789ab-42.7").orElseThrow();
  private static final Instant AT = Instant.parse("2026-11-23T12:00:00.120Z");
  private static final String HELD =
      "'assignment':'p0123456789ab-42.7','task':'p0123456789ab-42','pool':'p0123456789ab',"
          + "'payload':{'text':'ü'},'expiresAt':'2026-11-23T12:00:00.120Z','renewable':true";

  private final Held held = new Held(ASSIGNMENT, "{\"text\":\"ü\"}", AT);

  @Test
  void everyMessageHasItsForm() {
    assertThat(text(new Welcome("1", List.of(), null)))
        .isEqualTo("{'type':'welcome','re':'1','session':'s1','assignments':[]}");
    assertThat(text(new Welcome("1", List.of(held, held), null)))
        .isEqualTo(
            "{'type':'welcome','re':'1','session':'s1','assignments':[{"
                + HELD
                + "},{"
                + HELD
                + "}]}");
    assertThat(text(new Assigned(held))).isEqualTo("{'type':'assigned'," + HELD + "}");
    assertThat(text(new Accepted("2", ASSIGNMENT, null)))
        .isEqualTo("{'type':'accepted','re':'2','assignment':'p0123456789ab-42.7'}");
    assertThat(text(new Accepted("2", null, null))).isEqualTo("{'type':'accepted','re':'2'}");
    assertThat(text(new Accepted("2", ASSIGNMENT, AT)))
        .isEqualTo(
            "{'type':'accepted','re':'2','assignment':'p0123456789ab-42.7',"
                + "'expiresAt':'2026-11-23T12:00:00.120Z'}");
    assertThat(text(new Accepted("2", ASSIGNMENT, null, new Feedback(false, "[1]", "a\nb"))))
        .isEqualTo(
            "{'type':'accepted','re':'2','assignment':'p0123456789ab-42.7',"
                + "'feedback':{'right':false,'answer':[1],'explanation':'a\\nb'}}");
    assertThat(text(new Refused("3", ASSIGNMENT, Refusal.LEASE_EXPIRED)))
        .isEqualTo(
            "{'type':'refused','re':'3','assignment':'p0123456789ab-42.7',"
                + "'code':'lease-expired','detail':'"
                + Refusal.LEASE_EXPIRED.detail()
                + "'}");
    assertThat(text(new Revoked(ASSIGNMENT, RevokeReason.TASK_ENDED, true)))
        .isEqualTo(
            "{'type':'revoked','assignment':'p0123456789ab-42.7','reason':'task-ended',"
                + "'paid':true}");
    assertThat(text(new Expired(ASSIGNMENT)))
        .isEqualTo("{'type':'expired','assignment':'p0123456789ab-42.7'}");
    assertThat(text(new Expiring(ASSIGNMENT, 30)))
        .isEqualTo("{'type':'expiring','assignment':'p0123456789ab-42.7','inSeconds':30}");
    assertThat(text(new Settled(ASSIGNMENT, new Settlement(Verdict.APPROVED, 20_000, "USD"))))
        .isEqualTo(
            "{'type':'settled','assignment':'p0123456789ab-42.7','verdict':'approved',"
                + "'amount':20000,'currency':'USD'}");
    assertThat(text(new Waiting())).isEqualTo("{'type':'waiting'}");
  }

  @Test
  void everyMessageOfTheEngineIsWrittenButWhatTheClientIsNotTold() {
    var written =
        List.of(
            Welcome.class,
            Accepted.class,
            Refused.class,
            Assigned.class,
            Revoked.class,
            Expired.class,
            Expiring.class,
            Settled.class,
            Waiting.class);
    var permitted = new ArrayList<Class<?>>(List.of(Reply.class.getPermittedSubclasses()));
    permitted.addAll(List.of(SessionMessage.class.getPermittedSubclasses()));
    permitted.removeAll(List.of(Reply.class, Superseded.class, NothingFollows.class));
    assertThat(permitted).containsExactlyInAnyOrderElementsOf(written);
    assertThat(ServerType.values()).hasSameSizeAs(written);
  }

  @Test
  void anIdIsGivenBackAsItCame() {
    String hostile = "\"\\\u0000\n\u2028😀\ud800</script>";
    String text = text(new Accepted(hostile, null, null));
    assertThat(text).isEqualTo("{'type':'accepted','re':'\\'\\\\\\u0000\\n\u2028😀?</script>'}");
  }

  @Test
  void aRefusalOfWhatCouldNotBeReadNamesNoRequest() {
    var out = new FrameBuffer();
    new ServerMessageWriter(out, "s1").refuse(null, "malformed-json", "it's \"no\" JSON");
    assertThat(payload(out))
        .isEqualTo(
            "{\"type\":\"refused\",\"code\":\"malformed-json\",\"detail\":\"it's \\\"no\\\" JSON\"}");
  }

  @Test
  void timesAreWrittenAsJavaWritesThem() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      long second = random.nextLong(-62_135_596_800L, 253_402_300_800L);
      int nano = random.nextInt(1_000_000_000);
      int unit = new int[] {1, 1_000, 1_000_000, 1_000_000_000}[random.nextInt(4)];
      Instant time = Instant.ofEpochSecond(second, nano - nano % unit);
      var out = new FrameBuffer();
      out.beginText();
      Json.time(out, time);
      out.endText();
      assertThat(payload(out)).isEqualTo("\"" + time + "\"");
    }
  }

  @Test
  void numbersAreWrittenToTheirLastDigit() {
    for (long number : new long[] {0, 7, -7, 1_000, Long.MAX_VALUE, Long.MIN_VALUE}) {
      var out = new FrameBuffer();
      out.beginText();
      Json.number(out, number);
      out.endText();
      assertThat(payload(out)).isEqualTo(Long.toString(number));
    }
  }

  private static String text(SessionMessage message) {
    var out = new FrameBuffer();
    new ServerMessageWriter(out, "s1").write(message);
    return payload(out).replace('"', '\'');
  }

  private static String payload(FrameBuffer out) {
    byte[] frame = out.take();
    int header = frame[1] == 127 ? 10 : frame[1] == 126 ? 4 : 2;
    return new String(frame, header, frame.length - header, StandardCharsets.UTF_8);
  }
}
