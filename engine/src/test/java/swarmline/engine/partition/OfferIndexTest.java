package swarmline.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.pool.DispatchOrder;

class OfferIndexTest {
  private static final int HUNDRED = 100;
  private static final List<Long> IN_ORDER = LongStream.rangeClosed(1, HUNDRED).boxed().toList();

  @Test
  void theHigherPriorityComesFirstThenTheOlder() {
    var index = new OfferIndex(DispatchOrder.PRIORITY, 1);
    IN_ORDER.forEach(n -> index.add(open(n, (int) (n % 7))));
    List<Long> expected = new ArrayList<>(IN_ORDER);
    expected.sort(Comparator.comparing((Long n) -> -(n % 7)).thenComparing(n -> n));

    assertThat(takeAll(index, "ann")).isEqualTo(expected);
  }

  @Test
  void firstInIsFirstOutWhateverThePriority() {
    var index = new OfferIndex(DispatchOrder.FIFO, 1);
    IN_ORDER.forEach(n -> index.add(open(n, (int) (n % 7))));

    assertThat(takeAll(index, "ann")).isEqualTo(IN_ORDER);
  }

  @Test
  void theFirstInOrderThatNobodyTouchedAreTold() {
    var index = new OfferIndex(DispatchOrder.PRIORITY, 2);
    IN_ORDER.forEach(n -> index.add(open(n, 0)));
    List.of(1L, 3L).forEach(n -> index.touch(index.find(n).orElseThrow()));
    index.remove(2);

    assertThat(index.untouched(3)).containsExactly(4L, 5L, 6L);
  }

  @Test
  void tasksInWhichAWorkerMayHaveATurnAreFound() {
    var index = new OfferIndex(DispatchOrder.FIFO, 2);
    List.of(1L, 2L, 3L, 4L, 5L, 6L).forEach(n -> index.add(open(n, 0)));
    index.update(index.find(1).orElseThrow(), taken(1, List.of("ann", "sam")));
    index.update(index.find(2).orElseThrow(), taken(2, List.of("ann")));
    index.touch(index.find(3).orElseThrow());
    index.claimSent(index.find(3).orElseThrow(), "sam");
    index.touch(index.find(4).orElseThrow());
    index.failed(index.find(4).orElseThrow());
    index.update(index.find(5).orElseThrow(), taken(5, List.of("sam")));
    index.expire(5);

    assertThat(index.touchedBy("sam")).containsExactlyInAnyOrder(1L, 3L, 4L);
    assertThat(index.touchedBy("ann")).containsExactlyInAnyOrder(1L, 2L, 4L);
    assertThat(index.notFinalOf("sam")).containsExactlyInAnyOrder(1L, 3L, 4L, 5L);
  }

  @Test
  void depthFirstCompletesWhatWasStartedBeforeItStartsMore() {
    List<Long> expected = new ArrayList<>();
    IN_ORDER.forEach(n -> expected.addAll(Collections.nCopies(3, n)));

    assertThat(threeRounds(DispatchOrder.DEPTH_FIRST)).isEqualTo(expected);
  }

  @Test
  void breadthFirstGivesEveryTaskOneAnswerBeforeAnyGetsTwo() {
    List<Long> expected = new ArrayList<>();
    Collections.nCopies(3, IN_ORDER).forEach(expected::addAll);

    assertThat(threeRounds(DispatchOrder.BREADTH_FIRST)).isEqualTo(expected);
  }

  @Test
  void randomIsAShuffleThatIsTheSameForEveryWorker() {
    var index = new OfferIndex(DispatchOrder.RANDOM, 2);
    IN_ORDER.forEach(n -> index.add(open(n, n.intValue())));

    List<Long> ann = takeAll(index, "ann");

    assertThat(takeAll(index, "bob")).isEqualTo(ann);
    assertThat(ann).containsExactlyInAnyOrderElementsOf(IN_ORDER).isNotEqualTo(IN_ORDER);
  }

  @Test
  void aTaskIsOfferedToOneWorkerOnce() {
    var index = new OfferIndex(DispatchOrder.FIFO, 3);
    index.add(open(1, 0));

    assertThat(take(index, "ann")).contains(1L);
    assertThat(index.first("ann")).isEmpty();
    assertThat(index.first("bob")).isPresent();
  }

  @Test
  void reservedAndUnavailableTasksArePassedOver() {
    var index = new OfferIndex(DispatchOrder.FIFO, 1);
    index.add(new OpenTask(1, 0, null, Set.of("bob"), Set.of(), false));
    index.add(new OpenTask(2, 0, null, Set.of(), Set.of("ann"), false));
    index.add(open(3, 0));

    assertThat(index.first("ann").orElseThrow().number()).isEqualTo(3);
    assertThat(index.first("bob").orElseThrow().number()).isEqualTo(1);
    assertThat(index.first("cid").orElseThrow().number()).isEqualTo(2);
  }

  @Test
  void aTaskThatComesBackBelowTheMarkIsFound() {
    var index = new OfferIndex(DispatchOrder.FIFO, 1);
    for (long n = 1; n <= 10; n++) {
      index.update(index.add(open(n, 0)), taken(n, List.of("ann")));
    }
    assertThat(index.first("ann")).isEmpty();

    index.update(index.find(4).orElseThrow(), taken(4, List.of()));

    assertThat(index.first("ann").orElseThrow().number()).isEqualTo(4);
  }

  @Test
  void aTaskThatNoLongerKeepsAWorkerAwayIsFoundThoughAsManySlotsAreTaken() {
    var index = new OfferIndex(DispatchOrder.FIFO, 2);
    IndexedTask task = index.add(open(1, 0));
    index.update(task, summary(1, 0, List.of("ann")));
    assertThat(index.first("ann")).isEmpty();

    index.update(task, summary(1, 0, List.of()));

    assertThat(index.first("ann")).isPresent();
  }

  @Test
  void aRaisedRedundancyOffersFullTasksAgain() {
    var index = new OfferIndex(DispatchOrder.PRIORITY, 1);
    index.update(index.add(open(1, 0)), taken(1, List.of("ann")));
    assertThat(index.first("bob")).isEmpty();

    index.policy(DispatchOrder.FIFO, 2);

    assertThat(index.first("bob")).isPresent();
    assertThat(index.first("ann")).isEmpty();
  }

  @Test
  void anEndedOrRemovedTaskIsNotOffered() {
    var index = new OfferIndex(DispatchOrder.FIFO, 1);
    index.add(open(1, 0));
    index.add(open(2, 0));
    index.expire(1);
    index.remove(2);

    assertThat(index.first("ann")).isEmpty();
    assertThat(index.offerable()).isZero();
    assertThat(index.open(10)).isEmpty();
    assertThat(index.size()).isEqualTo(1);
  }

  @Test
  void whatIsAddedAgainIsTheSame() {
    var index = new OfferIndex(DispatchOrder.FIFO, 1);
    IndexedTask task = index.add(open(1, 0));

    assertThat(index.add(open(1, 5))).isSameAs(task);
    assertThat(index.offerable()).isEqualTo(1);
  }

  @Test
  void aLoneWorkerOverManyTasksLooksAtEachOnlyAFewTimes() {
    int tasks = 20_000;
    var index = new OfferIndex(DispatchOrder.PRIORITY, 3);
    LongStream.rangeClosed(1, tasks).forEach(n -> index.add(open(n, 0)));

    for (long n = 1; n <= tasks; n++) {
      assertThat(take(index, "ann")).contains(n);
      index.update(index.find(n).orElseThrow(), taken(n, List.of("ann")));
    }

    assertThat(index.first("ann")).isEmpty();
    assertThat(index.steps()).isLessThan(4L * tasks);
  }

  @Test
  void aMassOfTasksThatComeBackIsTakenAgainInOrderAndInFewSteps() {
    int tasks = 20_000;
    var index = new OfferIndex(DispatchOrder.PRIORITY, 3);
    LongStream.rangeClosed(1, tasks).forEach(n -> index.add(open(n, 0)));
    takeAll(index, "ann");
    for (long n = tasks; n >= 1; n--) {
      index.claimAnswered(index.find(n).orElseThrow(), "ann");
    }
    long before = index.steps();

    assertThat(takeAll(index, "ann")).isEqualTo(LongStream.rangeClosed(1, tasks).boxed().toList());
    assertThat(index.steps() - before).isLessThan(20L * tasks);
  }

  @ParameterizedTest
  @EnumSource(DispatchOrder.class)
  void whateverHappensItAnswersAsIfItLookedAtEveryTask(DispatchOrder order) {
    for (long seed = 0; seed < 60; seed++) {
      new IndexPlay(order, seed).run();
    }
  }

  @Test
  void goldsThatAreKeptApartAreNobodysNextTaskAndEachWorkerComesByThemInItsOwnOrder() {
    var index = new OfferIndex(DispatchOrder.FIFO, 1);
    for (long number = 1; number <= 8; number++) {
      index.add(new OpenTask(number, 0, null, Set.of(), Set.of(), false, number > 2));
    }
    assertThat(index.offerable()).isEqualTo(8);

    index.policy(DispatchOrder.FIFO, 1, 3, true);

    assertThat(index.offerable()).isEqualTo(2);
    assertThat(index.first("ann").orElseThrow().number()).isEqualTo(1);
    assertThat(goldsInOrder(index, "ann"))
        .containsExactlyInAnyOrder(3L, 4L, 5L, 6L, 7L, 8L)
        .isNotEqualTo(goldsInOrder(index, "bob"));
    assertThat(index.firstGold("ann")).isEmpty();
    assertThat(goldsInOrder(index, "cid")).hasSize(6);
    assertThat(index.firstGold("dee")).as("three workers each are enough").isEmpty();

    index.policy(DispatchOrder.FIFO, 4, 4, false);
    assertThat(index.offerable()).as("golds are like other tasks again").isEqualTo(8);
  }

  private static List<Long> goldsInOrder(OfferIndex index, String worker) {
    List<Long> numbers = new ArrayList<>();
    for (var gold = index.firstGold(worker); gold.isPresent(); gold = index.firstGold(worker)) {
      numbers.add(gold.get().number());
      index.claimSent(gold.get(), worker);
    }
    return numbers;
  }

  private static List<Long> threeRounds(DispatchOrder order) {
    var index = new OfferIndex(order, 3);
    IN_ORDER.forEach(n -> index.add(open(n, 0)));
    List<Long> taken = new ArrayList<>();
    for (int turn = 0; turn < 3 * HUNDRED; turn++) {
      taken.add(take(index, "w" + turn).orElseThrow());
    }
    return taken;
  }

  private static OpenTask open(long number, int priority) {
    return new OpenTask(number, priority, null, Set.of(), Set.of(), false);
  }

  private static Optional<Long> take(OfferIndex index, String worker) {
    Optional<IndexedTask> first = index.first(worker);
    first.ifPresent(task -> index.claimSent(task, worker));
    return first.map(IndexedTask::number);
  }

  private static List<Long> takeAll(OfferIndex index, String worker) {
    List<Long> taken = new ArrayList<>();
    for (var next = take(index, worker); next.isPresent(); next = take(index, worker)) {
      taken.add(next.get());
    }
    return taken;
  }

  /** With as many slots taken as there are excluded. */
  private static TaskSummary taken(long number, List<String> excluded) {
    return summary(number, excluded.size(), excluded);
  }

  private static TaskSummary summary(long number, int taken, List<String> excluded) {
    return new TaskSummary(
        number,
        0,
        null,
        taken,
        excluded,
        List.of(),
        Instant.EPOCH,
        false,
        false,
        Set.of(),
        Set.of(),
        false,
        null);
  }
}
