package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.persistence.engine.Platform.until;
import static swarmline.persistence.engine.RunningEngine.await;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.dispatch.WorkerReply;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.pool.QualityRule.Collect;
import swarmline.engine.task.Refusal;
import swarmline.engine.worker.WorkerEvent.RuleFired;

/** Rules about workers' work, in a running engine. */
class BadWorkTest extends OnePlatform {
  private static final String SAME_ANSWER =
      "project: 'signs', rules: [{name: 'same', collect: 'repeated-answers', last: 3, atLeast: 3,"
          + " then: [{action: 'restrict', scope: 'project', forSeconds: 3600}]}]";

  private static final String REPLACING =
      "redundancy: {answers: 2}, reward: {amount: 7}, rules: [{name: 'same', collect:"
          + " 'repeated-answers', last: 3, atLeast: 3, then: [{action: 'replace-answers'},"
          + " {action: 'restrict'}]}]";

  @Test
  void whoAlwaysSaysTheSameIsKeptFromTheProjectAndItsTimeLineSaysWhy() {
    var acme = platform.tenant();
    PoolId pool = acme.open(SAME_ANSWER);
    PoolId sister = acme.open("project: 'signs'");
    PoolId other = acme.open("project: 'words'");
    acme.publish(pool, tasks(10));
    acme.publish(sister, "a");
    acme.publish(other, "a");
    var sam = acme.worker("sam");
    var vera = acme.worker("vera");
    for (int i = 0; i < 4; i++) {
      sam.submits(sam.gets(pool), "\"yes\"");
      vera.submits(vera.gets(pool), "\"" + i + "\"");
    }
    until(() -> !firings(sam).isEmpty());

    RuleFired fired = firings(sam).get(0);
    assertThat(fired.rule()).isEqualTo("same");
    assertThat(fired.reason()).isEqualTo(Collect.REPEATED_ANSWERS);
    assertThat(fired.hits()).isEqualTo(3);
    assertThat(fired.until()).isEqualTo(fired.at().plusSeconds(3600));
    assertThat(sam.refused(pool)).isEqualTo(Refusal.WORKER_RESTRICTED);
    assertThat(sam.refused(sister)).isEqualTo(Refusal.WORKER_RESTRICTED);
    assertThat(sam.gets(other)).isNotNull();
    assertThat(vera.gets(pool)).isNotNull();
    assertThat(firings(vera)).isEmpty();
    until(() -> acme.feed().contains("worker.rule-fired"));
  }

  @Test
  void aRestartForgetsNothingOfAWorkersWork() {
    var acme = platform.tenant();
    PoolId pool = acme.open(SAME_ANSWER);
    acme.publish(pool, tasks(10));
    var sam = acme.worker("sam");
    for (int i = 0; i < 3; i++) {
      sam.submits(sam.gets(pool), "\"yes\"");
    }
    acme.settled(pool, 3);
    assertThat(firings(sam)).isEmpty();

    platform.restart();
    sam.submits(sam.gets(pool), "\"yes\"");
    until(() -> !firings(sam).isEmpty());
    platform.restart();

    assertThat(firings(sam)).hasSize(1);
    assertThat(sam.refused(pool)).isEqualTo(Refusal.WORKER_RESTRICTED);
    sam.ask(replyTo -> new WorkerCommand.LiftRestriction(null, "signs", replyTo));
    assertThat(sam.gets(pool)).isNotNull();
  }

  @Test
  void othersAreAskedInsteadOfWhoAlwaysSaysTheSame() {
    var acme = platform.tenant();
    PoolId pool = acme.open(REPLACING, 2);
    acme.publish(pool, tasks(8));
    var sam = acme.worker("sam");
    Set<TaskId> his = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      AssignmentId got = sam.gets(pool);
      his.add(got.task());
      sam.submits(got, "\"yes\"");
    }
    until(() -> !firings(sam).isEmpty());
    platform.restart();
    until(() -> his.stream().noneMatch(BadWorkTest::counts));

    for (String name : List.of("ann", "bob")) {
      var worker = acme.worker(name);
      for (int i = 0; i < 8; i++) {
        AssignmentId got = worker.gets(pool);
        worker.submits(got, "\"" + got.task().number() + "\"");
      }
    }

    assertThat(acme.settled(pool, 8))
        .allSatisfy(
            record -> {
              assertThat(record.value()).isEqualTo("\"" + record.task().number() + "\"");
              assertThat(record.confidence()).isEqualTo(1);
              assertThat(record.assignments()).hasSize(his.contains(record.task()) ? 3 : 2);
            });
    until(() -> sam.earned().equals(Map.of("USD", 4 * 7L)));
  }

  @Test
  void whoDisagreesWithOutcomesAgainAndAgainIsKeptOutThoughTheyComeLater() {
    var acme = platform.tenant();
    PoolId pool =
        acme.open(
            "redundancy: {answers: 3}, consensus: {rule: 'matching', matching: 2}, rules: [{name:"
                + " 'odd', collect: 'disagreements', last: 4, atLeast: 3, then: [{action:"
                + " 'restrict'}]}]");
    acme.publish(pool, tasks(4));
    var sam = acme.worker("sam");
    for (String answer : List.of("1", "2", "3", "4")) {
      sam.submits(sam.gets(pool), answer);
    }
    for (String name : List.of("ann", "bob")) {
      var worker = acme.worker(name);
      for (int i = 0; i < 4; i++) {
        worker.submits(worker.gets(pool), "\"right\"");
      }
    }
    until(() -> !firings(sam).isEmpty());

    assertThat(firings(sam).get(0).reason()).isEqualTo(Collect.DISAGREEMENTS);
    assertThat(sam.refused(pool)).isEqualTo(Refusal.WORKER_RESTRICTED);
    assertThat(firings(acme.worker("ann"))).isEmpty();
    until(() -> acme.feed().contains("worker.rule-fired"));
    until(() -> agreed(acme.worker("ann"), pool) == 4);
    platform.restart();
    assertThat(agreed(acme.worker("ann"), pool)).isEqualTo(4);
  }

  /** Of so many of the worker's answers the outcome is known. */
  private static int agreed(Platform.Worker worker, PoolId pool) {
    var reply = worker.ask(replyTo -> new WorkerCommand.ReadRecentWork(pool, replyTo));
    return ((WorkerReply.RecentWorkIs) reply).work().outcomes();
  }

  private static String[] tasks(int many) {
    return IntStream.range(0, many).mapToObj(i -> "t" + i).toArray(String[]::new);
  }

  private static boolean counts(TaskId task) {
    return await(platform.engine().inspect(task)).orElseThrow().state().turns().counted() > 0;
  }

  private static List<RuleFired> firings(Platform.Worker worker) {
    return ((WorkerReply.FiredAre) worker.ask(WorkerCommand.ReadFirings::new)).firings();
  }
}
