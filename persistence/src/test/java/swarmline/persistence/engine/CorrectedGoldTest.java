package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.persistence.engine.Platform.until;
import static swarmline.persistence.engine.RunningEngine.await;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.LedgerEntry;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.dispatch.PartitionCommand.QualityIs;
import swarmline.engine.dispatch.TaskReply;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Refusal;

/** Golds whose truth turns out to be another, in a running engine. */
class CorrectedGoldTest extends OnePlatform {
  private static final String QUIZ =
      "answer: {choices: ['a', 'b']}, gold: {every: 1, answers: 2},"
          + " reward: {amount: 7, wrongGolds: 'no-pay'},"
          + " rules: [{name: 'misses', collect: 'wrong-golds', last: 5, atLeast: 2,"
          + " then: [{action: 'restrict'}]}]";

  @Test
  void trustAndPayAndOutcomeAreWhatTheyWouldHaveBeenWhateverRestarts() {
    var acme = platform.tenant();
    PoolId pool = acme.open(QUIZ);
    acme.publish(pool, gold("g1"), gold("g2"), gold("g3"));
    var sam = acme.worker("sam");
    var vera = acme.worker("vera");
    for (int i = 0; i < 2; i++) {
      sam.submits(sam.gets(pool), "\"b\"");
      vera.submits(vera.gets(pool), "\"a\"");
    }
    acme.settled(pool, 2);
    until(() -> sam.refused(pool) == Refusal.WORKER_RESTRICTED);
    assertThat(sam.earned()).isEmpty();
    until(() -> vera.earned().equals(Map.of("USD", 14L)));

    TaskId first = acme.settled(pool, 2).get(0).task();
    correct(first);
    platform.restart();
    correct(first);

    until(() -> sam.earned().equals(Map.of("USD", 7L)));
    until(() -> vera.earned().equals(Map.of("USD", 7L)));
    assertThat(sam.gets(pool)).as("it missed one gold of two, and may go on").isNotNull();
    until(
        () ->
            acme.records(pool).stream()
                .anyMatch(one -> one.task().equals(first) && one.settled() && isCorrected(one)));
    assertThat(sam.ledger().stream().map(LedgerEntry::settlement))
        .extracting(settlement -> settlement.amount())
        .containsExactly(0L, 0L, 7L);
    until(() -> acme.feed().contains("worker.rule-withdrawn"));
    assertThat(acme.feed().stream().filter("task.ended"::equals)).hasSize(3);
  }

  private static boolean isCorrected(TaskRecord record) {
    return "\"b\"".equals(record.value()) && "\"b\"".equals(record.gold());
  }

  /** In a pool that weighs, what the gold taught is forgotten, also after a restart. */
  @Test
  void aModelLearnsTheNewTruth() {
    var acme = platform.tenant();
    PoolId pool =
        acme.open(
            "answer: {choices: ['a', 'b']}, redundancy: {answers: 1},"
                + " consensus: {rule: 'fixed', aggregator: 'crowd'}");
    acme.publish(pool, gold("g1"));
    var sam = acme.worker("sam");
    sam.submits(sam.gets(pool), "\"b\"");
    TaskRecord record = acme.settled(pool, 1).get(0);
    assertThat(record.value()).isEqualTo("\"a\"");

    correct(record.task());

    until(() -> acme.records(pool).stream().anyMatch(CorrectedGoldTest::isCorrected));
    PoolView view = acme.view(pool);
    assertThat(rightGolds(view, sam.id())).isEqualTo(1);
    platform.restart();
    until(() -> rightGolds(view, sam.id()) == 1);
  }

  /** How many golds the model takes to be answered right; less than 0 while there is none. */
  private static int rightGolds(PoolView pool, WorkerId worker) {
    return await(platform.engine().quality(pool, worker)) instanceof QualityIs is
        ? is.quality().goldsRight()
        : -1;
  }

  private static void correct(TaskId task) {
    assertThat(await(platform.engine().correctGold(task, "\"b\"")))
        .isInstanceOf(TaskReply.TaskChanged.class);
  }

  private static NewTask gold(String key) {
    return new NewTask(key, "{}", 0, null, Set.of(), Set.of()).withGold("\"a\"");
  }
}
