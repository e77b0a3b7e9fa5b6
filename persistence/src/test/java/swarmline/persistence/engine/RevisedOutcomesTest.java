package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.persistence.engine.Platform.until;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.OutcomeKind;

/** Outcomes that follow what becomes known of workers, in a running engine. */
class RevisedOutcomesTest extends OnePlatform {
  private static final int TASKS = 4;

  @Test
  void endedTasksAreOpenAgainThatRestOnAnswersOfWhoAlwaysSaysTheSame() {
    var acme = platform.tenant();
    PoolId pool =
        acme.open(
            "redundancy: {answers: 1}, reward: {amount: 7}, consensus: {outcomes: 'revisable'},"
                + " rules: [{name: 'same', collect: 'repeated-answers', last: 3, atLeast: 3,"
                + " then: [{action: 'replace-answers'}, {action: 'restrict'}]}]",
            2);
    acme.publish(pool, "t1", "t2", "t3", "t4");
    var sam = acme.worker("sam");
    for (int i = 0; i < TASKS; i++) {
      sam.submits(sam.gets(pool), "\"yes\"");
    }
    platform.restart();

    var ann = acme.worker("ann");
    for (int i = 0; i < TASKS; i++) {
      AssignmentId got = ann.gets(pool);
      ann.submits(got, "\"" + got.task().number() + "\"");
    }

    assertThat(acme.settled(pool, TASKS))
        .hasSize(TASKS)
        .allSatisfy(
            record -> {
              assertThat(record.value()).isEqualTo("\"" + record.task().number() + "\"");
              assertThat(record.answers()).isEqualTo(1);
            });
    until(() -> sam.earned().equals(Map.of("USD", TASKS * 7L)));
  }

  @Test
  void aContestedTaskIsResolvedOnceItIsKnownWhichOfItsWorkersIsRight() {
    var acme = platform.tenant();
    PoolId pool =
        acme.open(
            "answer: {choices: ['a', 'b']}, order: 'fifo', redundancy: {answers: 2}, consensus:"
                + " {rule: 'fixed', aggregator: 'crowd', outcomes: 'revisable'}");
    acme.publish(pool, task(0, null));
    var sam = acme.worker("sam");
    var vera = acme.worker("vera");
    AssignmentId first = sam.gets(pool);
    TaskId task = first.task();
    sam.submits(first, "\"b\"");
    vera.submits(vera.gets(pool), "\"a\"");
    assertThat(acme.settled(pool, 1).get(0).outcome()).isEqualTo(OutcomeKind.CONTESTED);

    for (int gold = 1; gold <= 10; gold++) {
      acme.publish(pool, task(gold, "\"a\""));
      sam.submits(sam.gets(pool), "\"b\"");
      vera.submits(vera.gets(pool), "\"a\"");
    }

    until(
        () ->
            acme.records(pool).stream()
                .anyMatch(one -> one.task().equals(task) && "\"a\"".equals(one.value())));
  }

  private static NewTask task(int number, String gold) {
    return new NewTask("k" + number, "{}", 0, null, Set.of(), Set.of()).withGold(gold);
  }
}
