package swarmline.engine.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import swarmline.engine.dispatch.PartitionCommand.RulesAre;
import swarmline.engine.dispatch.WorkerReply.Explained;
import swarmline.engine.dispatch.WorkerReply.Rule;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.task.Refusal;
import swarmline.engine.worker.WorkerProfile;

/**
 * The question why a worker is or is not offered a pool's tasks, put to every slice of the pool as
 * a claim might be. Answered when all have said their rules, or for those that have when the time
 * is up; nobody's answer is waited for longer than half of what the caller waits for this one.
 */
final class Explaining {
  private final List<PartitionId> slices;
  private final List<Rule> before;
  private final ActorRef<WorkerReply> replyTo;
  private final Map<PartitionId, List<Rule>> answered = new HashMap<>();

  /** What it hears. */
  sealed interface Message {}

  private record Answered(RulesAre rules) implements Message {}

  private enum TimeUp implements Message {
    NOW
  }

  /**
   * What a slice is asked.
   *
   * @param profile the worker as that slice is to see it
   */
  record Question(PartitionId slice, WorkerProfile profile) {}

  private Explaining(List<PartitionId> slices, List<Rule> before, ActorRef<WorkerReply> replyTo) {
    this.slices = slices;
    this.before = before;
    this.replyTo = replyTo;
  }

  /**
   * @param questions one to each slice, in the order in which the worker looks into them
   * @param before the worker's own rules, which come first
   */
  static Behavior<Message> of(
      WorkerId worker,
      EngineParts parts,
      List<Question> questions,
      List<Rule> before,
      ActorRef<WorkerReply> replyTo) {
    Duration patience = parts.settings().askTimeout().dividedBy(2);
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startSingleTimer(TimeUp.NOW, patience);
                  ActorRef<RulesAre> replies =
                      context.messageAdapter(RulesAre.class, Answered::new);
                  for (Question question : questions) {
                    var explain = new PartitionCommand.Explain(worker, question.profile(), replies);
                    parts.entities().tell(question.slice(), explain);
                  }
                  var slices = questions.stream().map(Question::slice).toList();
                  return new Explaining(slices, before, replyTo).asked();
                }));
  }

  private Behavior<Message> asked() {
    return Behaviors.receive(Message.class)
        .onMessage(Answered.class, this::answered)
        .onMessage(TimeUp.class, timeUp -> answer())
        .build();
  }

  private Behavior<Message> answered(Answered message) {
    answered.put(message.rules().partition(), message.rules().rules());
    return answered.size() == slices.size() ? answer() : Behaviors.same();
  }

  private Behavior<Message> answer() {
    replyTo.tell(
        answered.isEmpty() ? new WorkerReply.WorkerRefused(Refusal.TRY_AGAIN) : explained());
    return Behaviors.stopped();
  }

  private Explained explained() {
    List<Rule> rules = new ArrayList<>(before);
    rules.addAll(
        Explanations.closest(
            slices.stream().filter(answered::containsKey).map(answered::get).toList()));
    List<Integer> unanswered =
        slices.stream()
            .filter(slice -> !answered.containsKey(slice))
            .map(PartitionId::index)
            .sorted()
            .toList();
    return new Explained(rules.stream().allMatch(Rule::met), rules, unanswered);
  }
}
