package swarmline.persistence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.persistence.engine.Platform.until;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.task.Refusal;

/** Golds mixed in among workers' tasks at a rate, in a running engine. */
class MixedGoldsTest extends OnePlatform {
  private static final String MIXED =
      "answer: {choices: ['a', 'b']}, redundancy: {answers: 4}, gold: {every: 4},"
          + " rules: [{name: 'golds', collect: 'wrong-golds', last: 10, atLeast: 3,"
          + " then: [{action: 'restrict'}]}]";
  private static final String FIRST_COME =
      "answer: {choices: ['a', 'b']}, redundancy: {answers: 4}, order: 'fifo', gold: {every: 4}";
  private static final int GOLDS = 10;
  private static final int TASKS = 60;

  @Test
  void oneTaskInFourIsAGoldAndNobodyGetsOneTwiceThoughLeasesAreGivenBackAndAllStartsAnew() {
    var acme = platform.tenant();
    PoolId pool = acme.open(MIXED);
    acme.publish(pool, tasks());
    var random = new Random(5);
    for (String name : List.of("ann", "bob")) {
      var worker = acme.worker(name);
      List<Long> got = new ArrayList<>();
      List<Long> done = new ArrayList<>();
      for (int turn = 0; done.size() < 32; turn++) {
        if (turn == 21) {
          platform.restart();
        }
        AssignmentId assignment = worker.gets(pool);
        got.add(assignment.task().number());
        if (random.nextInt(6) == 0 && isGold(assignment.task().number())) {
          platform.engine().giveBack(assignment, name, "later").toCompletableFuture().join();
        } else {
          worker.submits(assignment, "\"a\"");
          done.add(assignment.task().number());
        }
      }

      // What was done last before the restart may be counted only after the next task is given.
      assertThat(done.stream().filter(MixedGoldsTest::isGold)).hasSizeBetween(7, 9);
      assertThat(done.subList(0, 8).stream().filter(MixedGoldsTest::isGold)).hasSize(2);
      assertThat(got.stream().filter(MixedGoldsTest::isGold)).doesNotHaveDuplicates();
    }
  }

  @Test
  void whoMissesGoldsIsKeptOutAndWhoDoesNotGoesOn() {
    var acme = platform.tenant();
    PoolId pool = acme.open(MIXED);
    acme.publish(pool, tasks());
    var sam = acme.worker("sam");
    var vera = acme.worker("vera");
    var missed = new HashSet<Long>();
    until(
        () -> {
          var pulled = sam.pulls(pool);
          pulled.assignments().forEach(held -> sam.submits(held.assignment(), "\"b\""));
          pulled.assignments().stream()
              .map(held -> held.assignment().task().number())
              .filter(MixedGoldsTest::isGold)
              .forEach(missed::add);
          return pulled.why() == Refusal.WORKER_RESTRICTED;
        });
    // A worker's record is written a little later than its answers are taken.
    assertThat(missed).hasSizeGreaterThanOrEqualTo(3);

    for (int i = 0; i < 20; i++) {
      vera.submits(vera.gets(pool), "\"a\"");
    }
    assertThat(vera.gets(pool)).isNotNull();
  }

  @Test
  void whereNoneAreToBeMixedInAnyMoreGoldsComeInTheOrderOfAllTasks() {
    var acme = platform.tenant();
    PoolId pool = acme.open(FIRST_COME);
    acme.publish(pool, tasks());
    var ann = acme.worker("ann");
    var mixed = new ArrayList<Long>();
    for (int turn = 0; turn < 8; turn++) {
      AssignmentId assignment = ann.gets(pool);
      mixed.add(assignment.task().number());
      ann.submits(assignment, "\"a\"");
    }
    assertThat(mixed.stream().filter(MixedGoldsTest::isGold)).hasSize(2);

    acme.change(pool, FIRST_COME.replace("every: 4", "every: 0"));

    for (int turn = 0; turn < GOLDS - 2; turn++) {
      AssignmentId assignment = ann.gets(pool);
      assertThat(isGold(assignment.task().number())).isTrue();
      ann.submits(assignment, "\"a\"");
    }
    assertThat(isGold(ann.gets(pool).task().number())).isFalse();
  }

  @Test
  void goldsAloneAreOfferedToNobody() {
    var acme = platform.tenant();
    PoolId pool = acme.open(MIXED);
    acme.publish(pool, tasks()[0], tasks()[1]);

    assertThat(acme.worker("ann").refused(pool)).isEqualTo(Refusal.NOTHING_TO_OFFER);
  }

  /** A quiz is a pool whose tasks are all golds, to be passed before work that requires it. */
  @Test
  void whoPassesAQuizMayWorkAndWhoFailsItMayNot() {
    var acme = platform.tenant();
    PoolId quiz =
        acme.open(
            "answer: {choices: ['a', 'b']}, gold: {every: 1, answers: 50}, limits: {perWorker: 4},"
                + " rules: [{name: 'passed', collect: 'right-golds', last: 4, atLeast: 3,"
                + " then: [{action: 'qualify', qualification: 'signs'}]}]");
    PoolId work = acme.open("requires: [{qualification: 'signs', op: 'eq', values: ['passed']}]");
    acme.publish(quiz, List.of(tasks()).subList(0, 4).toArray(NewTask[]::new));
    acme.publish(work, "t1", "t2");
    var sam = acme.worker("sam");
    var vera = acme.worker("vera");
    assertThat(vera.refused(work)).isEqualTo(Refusal.NOT_QUALIFIED);
    for (int i = 0; i < 4; i++) {
      vera.submits(vera.gets(quiz), i == 1 ? "\"b\"" : "\"a\"");
      sam.submits(sam.gets(quiz), i < 2 ? "\"b\"" : "\"a\"");
    }

    assertThat(vera.gets(work)).isNotNull();
    assertThat(sam.refused(work)).isEqualTo(Refusal.NOT_QUALIFIED);
    assertThat(sam.refused(quiz)).isEqualTo(Refusal.WORKER_LIMIT_REACHED);
    assertThat(vera.described().qualifications()).containsEntry("signs", "passed");
  }

  /** Golds first, whose truth is a. */
  private static NewTask[] tasks() {
    return IntStream.rangeClosed(1, GOLDS + TASKS)
        .mapToObj(
            i -> isGold(i) ? Platform.task("g" + i).withGold("\"a\"") : Platform.task("t" + i))
        .toArray(NewTask[]::new);
  }

  private static boolean isGold(long number) {
    return number <= GOLDS;
  }
}
