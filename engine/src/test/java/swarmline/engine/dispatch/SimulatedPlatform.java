package swarmline.engine.dispatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.catalog.NewTask;
import swarmline.engine.dispatch.PartitionCommand.ForTask;
import swarmline.engine.dispatch.PartitionCommand.PublishedAs;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.OutcomeKind;
import swarmline.engine.task.TaskState;

/** The owner of a pool: publishes, reviews, changes its mind. Sends again what was not answered. */
final class SimulatedPlatform {
  private static final int WORKERS = 8;

  private static final int CORRECTED_AT_ONCE = 3;

  private final Random random;
  private final SimulatedNode node;
  private final Audit audit;
  private final PoolId pool;
  private final int partitions;
  private final ChangingTerms terms;
  private final Map<PartitionId, List<NewTask>> unanswered = new LinkedHashMap<>();
  private final TestInbox<TaskReply> replies = TestInbox.create();
  private final TestInbox<PartitionCommand.Reply> published = TestInbox.create();
  private int keys;

  SimulatedPlatform(Random random, SimulatedNode node, Audit audit, PoolId pool) {
    this.random = random;
    this.node = node;
    this.audit = audit;
    this.pool = pool;
    this.partitions = 1 + random.nextInt(2);
    this.terms = new ChangingTerms(random);
  }

  void createPool() {
    node.tell(pool, new PoolCommand.Create(terms.spec(), partitions, random.nextLong(), anyone()));
  }

  void openPool() {
    node.tell(pool, new PoolCommand.SetStatus(PoolStatus.OPEN, false, anyone()));
  }

  private void publish() {
    var partition = new PartitionId(pool, random.nextInt(partitions), partitions);
    List<NewTask> batch =
        unanswered.computeIfAbsent(
            partition,
            key -> IntStream.rangeClosed(0, random.nextInt(4)).mapToObj(i -> task()).toList());
    node.tell(partition, new PartitionCommand.Publish(batch, published.getRef()));
  }

  private NewTask task() {
    Set<String> reserved = random.nextInt(10) == 0 ? someWorkers() : Set.of();
    Set<String> unavailable = random.nextInt(10) == 0 ? someWorkers() : Set.of();
    Integer redundancy = random.nextInt(5) == 0 ? 1 + random.nextInt(6) : null;
    String gold = random.nextInt(3) == 0 ? truth() : null;
    return new NewTask("k" + keys++, "{}", random.nextInt(3), redundancy, reserved, unavailable)
        .withGold(gold);
  }

  private String truth() {
    return random.nextBoolean() ? "\"a\"" : "\"b\"";
  }

  private Set<String> someWorkers() {
    return Set.of("w" + random.nextInt(WORKERS), "x1", "x2", "x3", "x4", "x5", "x6");
  }

  void listen() {
    while (published.hasMessages()) {
      if (published.receiveMessage() instanceof PublishedAs as) {
        for (long number : as.numbers()) {
          var task = new TaskId(pool, Math.abs(number));
          audit.published(task);
          unanswered.remove(PartitionId.of(task, partitions));
        }
      }
    }
  }

  void act() {
    List<TaskId> tasks = audit.tasks();
    if (tasks.isEmpty() || random.nextInt(8) == 0) {
      publish();
      return;
    }
    TaskId task = tasks.get(random.nextInt(tasks.size()));
    switch (random.nextInt(16)) {
      case 0 -> send(task, new TaskCommand.SetRedundancy(random.nextInt(6), replies.getRef()));
      case 1 -> send(task, new TaskCommand.SetPriority(random.nextInt(5), replies.getRef()));
      case 2 -> send(task, new TaskCommand.End(OutcomeKind.CANCELLED, replies.getRef()));
      case 3, 4 -> send(task, new TaskCommand.Reopen(null, replies.getRef()));
      case 5 -> changeStatus();
      case 6 -> {
        terms.change();
        node.tell(pool, new PoolCommand.ChangeSpec(terms.spec(), anyone()));
      }
      case 7, 8, 9, 10 -> correctSome(audit.answeredGolds());
      default -> review(task, random.nextInt(3) > 0);
    }
  }

  private void correctSome(List<TaskId> golds) {
    for (int i = 0; i < CORRECTED_AT_ONCE && !golds.isEmpty(); i++) {
      TaskId task = golds.get(random.nextInt(golds.size()));
      send(task, new TaskCommand.CorrectGold(given(task), replies.getRef()));
    }
  }

  /** What some worker answered, so that it turns out to have been right. */
  private String given(TaskId gold) {
    List<String> answers =
        audit.state(gold).turns().all().stream()
            .map(Assignment::answer)
            .filter(Objects::nonNull)
            .toList();
    return answers.get(random.nextInt(answers.size()));
  }

  private void changeStatus() {
    PoolStatus status =
        List.of(PoolStatus.OPEN, PoolStatus.OPEN, PoolStatus.PAUSED, PoolStatus.CLOSED)
            .get(random.nextInt(4));
    node.tell(pool, new PoolCommand.SetStatus(status, random.nextInt(3) == 0, anyone()));
  }

  private void review(TaskId task, boolean approve) {
    for (Assignment turn : audit.state(task).turns().all()) {
      send(task, new TaskCommand.Review(turn.ordinal(), approve, replies.getRef()));
    }
  }

  /** Whatever waits for a review is approved. */
  void approveAll() {
    audit.tasks().stream()
        .filter(
            task ->
                audit.state(task).turns().all().stream()
                    .anyMatch(turn -> turn.status() == Assignment.Status.SUBMITTED))
        .forEach(task -> review(task, true));
  }

  /** What is still open is cancelled. */
  void cancelAll() {
    audit.tasks().stream()
        .filter(task -> audit.state(task) instanceof TaskState.Open)
        .forEach(task -> send(task, new TaskCommand.End(OutcomeKind.CANCELLED, replies.getRef())));
  }

  private void send(TaskId task, TaskCommand command) {
    node.tell(PartitionId.of(task, partitions), new ForTask(task.number(), command));
  }

  private static ActorRef<PoolCommand.Reply> anyone() {
    return TestInbox.<PoolCommand.Reply>create().getRef();
  }
}
