package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.engine.task.RuledTask.assertAccepted;
import static swarmline.engine.task.RuledTask.assertRefused;
import static swarmline.engine.task.RuledTask.assertRepeated;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swarmline.engine.Specs;
import swarmline.engine.task.TaskEvent.LeaseGranted;

class TrustedWorkerTest {
  private static final String TRUSTING =
      "redundancy: {answers: 3, max: 5, trusted: {after: 10, spotChecks: 0.1}}";

  @ParameterizedTest
  @ValueSource(strings = {"'fixed'", "'matching'", "'agreement'"})
  void oneAnswerOfATrustedWorkerSettlesATask(String rule) {
    RuledTask task = RuledTask.of(TRUSTING + ", consensus: {rule: " + rule + "}");

    assertAccepted(task.claimTrusted("ann", 0.92), 1);
    assertThat(task.redundancy()).isEqualTo(1);
    assertRefused(task.claim("bob"), Refusal.NO_SLOT_FREE);
    task.submit(1, "ann", "yes");

    assertThat(task.ended().outcome()).isEqualTo(OutcomeKind.RESOLVED);
    assertThat(task.ended().value()).isEqualTo("\"yes\"");
    assertThat(task.ended().confidence()).isEqualTo(0.92);
  }

  @Test
  void whoIsTrustedIsOneAmongOthersWhereAnyoneIsAtTheTask() {
    RuledTask task = RuledTask.of(TRUSTING);
    task.claim("bob");

    int ordinal = ((Decision.Accepted) task.claimTrusted("ann", 0.92)).ordinal();

    assertThat(((LeaseGranted) task.journal().get(1)).trust()).isNull();
    task.submit(ordinal, "ann", "yes");
    assertThat(task.open()).isTrue();
    assertThat(task.redundancy()).isEqualTo(3);
  }

  @Test
  void othersAreAskedWhereATrustedWorkerGivesNoAnswer() {
    RuledTask task = RuledTask.of(TRUSTING);
    task.claimTrusted("ann", 0.92);
    task.giveBack(1, "ann");
    assertThat(task.redundancy()).isEqualTo(3);
    task.claimTrusted("bob", 0.9);
    task.later(60).look();

    assertAccepted(task.claim("cid"), 3);
    assertAccepted(task.claim("dan"), 4);
    assertAccepted(task.claim("eve"), 5);
  }

  @Test
  void thePlatformsNumberGoesBeforeTrust() {
    RuledTask raised = RuledTask.of(TRUSTING);
    raised.claimTrusted("ann", 0.92);
    raised.setRedundancy(2);
    assertThat(raised.redundancy()).isEqualTo(2);
    raised.submit(1, "ann", "yes");
    assertThat(raised.open()).isTrue();

    RuledTask one = RuledTask.of(TRUSTING);
    one.claimTrusted("ann", 0.92);
    one.setRedundancy(1);
    assertRepeated(one.setRedundancy(1), 0);
    one.giveBack(1, "ann");
    assertThat(one.redundancy()).as("one was asked for").isEqualTo(1);

    RuledTask own =
        new RuledTask(
            new TaskTerms(
                Specs.spec(TRUSTING),
                new TaskDefinition(
                    RuledTask.ID, null, "{}", 0, 2, Set.of(), Set.of(), Instant.EPOCH)));
    own.claimTrusted("ann", 0.92);
    assertThat(own.redundancy()).as("of a task that says its own").isEqualTo(2);
  }

  @Test
  void goldsAreAnsweredByAllWhoAreAsked() {
    RuledTask gold = RuledTask.gold(TRUSTING, "yes");
    gold.claimTrusted("ann", 0.92);
    gold.submit(1, "ann", "yes");
    assertThat(gold.open()).isTrue();
  }

  @Test
  void aPolicyThatTrustsNobodyAnyMoreAsksOthers() {
    RuledTask task = RuledTask.of(TRUSTING);
    task.claimTrusted("ann", 0.92);
    task.policy("redundancy: {answers: 3}");
    task.claim("bob");
    task.policy(TRUSTING);
    assertThat(task.redundancy()).as("bob was asked too").isEqualTo(3);
    task.submit(1, "ann", "yes");
    assertThat(task.open()).isTrue();
  }

  @Test
  void withAnAnswerThatIsTakenOutOthersAreAsked() {
    RuledTask task = RuledTask.of(TRUSTING + ", consensus: {outcomes: 'revisable'}");
    task.claimTrusted("ann", 0.92);
    task.submit(1, "ann", "yes");
    task.discount("ann");
    assertThat(task.open()).isTrue();
    assertThat(task.redundancy()).isEqualTo(3);
  }

  @Test
  void aReopenedTaskAsksOthers() {
    RuledTask task = RuledTask.of(TRUSTING);
    task.claimTrusted("ann", 0.92);
    task.submit(1, "ann", "yes");
    task.reopen(null);
    assertThat(task.redundancy()).isEqualTo(3);
    task.answered("bob", "no");
    assertThat(task.open()).isTrue();
  }
}
