package swarmline.engine.dispatch;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import swarmline.engine.dispatch.TaskCommand.Applied;
import swarmline.engine.dispatch.TaskCommand.Claim;
import swarmline.engine.dispatch.TaskCommand.Consider;
import swarmline.engine.dispatch.TaskCommand.End;
import swarmline.engine.dispatch.TaskCommand.Look;
import swarmline.engine.dispatch.TaskCommand.PolicyChanged;
import swarmline.engine.dispatch.TaskCommand.Remind;
import swarmline.engine.dispatch.TaskCommand.Renew;
import swarmline.engine.dispatch.TaskCommand.Reopen;
import swarmline.engine.dispatch.TaskCommand.ReopenNow;
import swarmline.engine.dispatch.TaskCommand.Return;
import swarmline.engine.dispatch.TaskCommand.Review;
import swarmline.engine.dispatch.TaskCommand.Revoke;
import swarmline.engine.dispatch.TaskCommand.SetPriority;
import swarmline.engine.dispatch.TaskCommand.SetRedundancy;
import swarmline.engine.dispatch.TaskCommand.Skip;
import swarmline.engine.dispatch.TaskCommand.Stop;
import swarmline.engine.dispatch.TaskCommand.Submit;
import swarmline.engine.dispatch.TaskReply.TaskChanged;
import swarmline.engine.dispatch.TaskReply.TaskRefused;
import swarmline.engine.id.PersistenceIds;
import swarmline.engine.task.Decision;
import swarmline.engine.task.TaskEvent;
import swarmline.engine.task.TaskRules;
import swarmline.engine.task.TaskState;
import swarmline.engine.task.TaskTerms;

/**
 * One task as an actor: asks {@link TaskRules} what to do, stores it, and only then lets anyone
 * hear of it. A child of its partition, which is the only one that sends to it and looks at the
 * clock for it.
 */
final class TaskEntity extends EventSourcedBehavior<TaskCommand, TaskEvent, TaskState> {
  private final TaskVoice voice;
  private final InstantSource clock;
  private TaskRules rules;

  /**
   * @param settled turns, from the first, whose settlements its workers are known to have stored
   *     though its events may not say so: those that a final task's record names
   */
  static Behavior<TaskCommand> create(
      TaskTerms terms,
      int settled,
      ActorRef<PartitionCommand> partition,
      Entities entities,
      EngineSettings settings,
      InstantSource clock) {
    return new TaskEntity(
        terms,
        new TaskVoice(terms.definition(), settled, partition, entities, settings, clock),
        clock);
  }

  private TaskEntity(TaskTerms terms, TaskVoice voice, InstantSource clock) {
    super(PersistenceId.ofUniqueId(PersistenceIds.of(terms.definition().id())));
    this.rules = new TaskRules(terms);
    this.voice = voice;
    this.clock = clock;
  }

  @Override
  public TaskState emptyState() {
    return TaskState.untouched();
  }

  @Override
  public CommandHandler<TaskCommand, TaskEvent, TaskState> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(Claim.class, this::claim)
        .onCommand(Submit.class, this::submit)
        .onCommand(Applied.class, this::applied)
        .onCommand(Stop.class, this::stop)
        .onCommand(Consider.class, this::consider)
        .onCommand(Look.class, this::look)
        .onCommand(Renew.class, this::renew)
        .onCommand(Return.class, this::giveBack)
        .onCommand(Skip.class, this::skip)
        .onCommand(Review.class, this::review)
        .onCommand(Revoke.class, this::revoke)
        .onCommand(SetRedundancy.class, this::setRedundancy)
        .onCommand(SetPriority.class, this::setPriority)
        .onCommand(End.class, this::end)
        .onCommand(Reopen.class, this::reopen)
        .onCommand(ReopenNow.class, this::reopenNow)
        .onCommand(Remind.class, this::remind)
        .onCommand(PolicyChanged.class, this::policyChanged)
        .build();
  }

  @Override
  public EventHandler<TaskState, TaskEvent> eventHandler() {
    return TaskState::after;
  }

  @Override
  public SignalHandler<TaskState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), state -> voice.recovered(rules, state))
        .build();
  }

  /** A task's journal is a handful of events: no snapshots. */
  @Override
  public String snapshotPluginId() {
    return "pekko.persistence.no-snapshot-store";
  }

  private Effect<TaskEvent, TaskState> claim(TaskState state, Claim claim) {
    Decision decision = rules.claim(state, claim.id().name(), claim.request(), clock.instant());
    if (decision instanceof Decision.Refused refused) {
      return carryOut(decision, next -> voice.claimRefused(rules, next, claim, refused.refusal()));
    }
    int ordinal = ((Decision.Accepted) decision).ordinal();
    voice.heard(claim.id(), claim.worker());
    return carryOut(decision, next -> voice.leased(next, ordinal, claim.worker(), true));
  }

  private Effect<TaskEvent, TaskState> submit(TaskState state, Submit submit) {
    Decision decision =
        rules.submit(state, submit.ordinal(), submit.id(), submit.answer(), clock.instant());
    return carryOut(decision, next -> voice.submitted(rules, next, submit, decision));
  }

  private Effect<TaskEvent, TaskState> renew(TaskState state, Renew renew) {
    Decision decision = rules.renew(state, renew.ordinal(), renew.id(), clock.instant());
    return carryOut(
        decision,
        next ->
            voice.answer(
                next, decision, renew.ordinal(), renew.re(), renew.session(), renew.replyTo()));
  }

  private Effect<TaskEvent, TaskState> giveBack(TaskState state, Return back) {
    Decision decision =
        rules.giveBack(state, back.ordinal(), back.id(), back.reason(), clock.instant());
    return carryOut(
        decision,
        next ->
            voice.answer(
                next, decision, back.ordinal(), back.re(), back.session(), back.replyTo()));
  }

  private Effect<TaskEvent, TaskState> skip(TaskState state, Skip skip) {
    Decision decision = rules.skip(state, skip.ordinal(), skip.id(), clock.instant());
    return carryOut(
        decision,
        next ->
            voice.answer(
                next, decision, skip.ordinal(), skip.re(), skip.session(), skip.replyTo()));
  }

  private Effect<TaskEvent, TaskState> review(TaskState state, Review review) {
    Decision decision = rules.review(state, review.ordinal(), review.approve(), clock.instant());
    return carryOut(
        decision,
        next -> voice.answer(next, decision, review.ordinal(), "", null, review.replyTo()));
  }

  private Effect<TaskEvent, TaskState> revoke(TaskState state, Revoke revoke) {
    return carryOut(
        rules.revoke(state, revoke.ordinal(), revoke.reason(), clock.instant()), next -> {});
  }

  private Effect<TaskEvent, TaskState> setRedundancy(TaskState state, SetRedundancy set) {
    Decision decision = rules.setRedundancy(state, set.redundancy(), clock.instant());
    return carryOut(decision, next -> answer(decision, set.replyTo()));
  }

  private Effect<TaskEvent, TaskState> setPriority(TaskState state, SetPriority set) {
    Decision decision = rules.setPriority(state, set.priority(), clock.instant());
    return carryOut(decision, next -> answer(decision, set.replyTo()));
  }

  private Effect<TaskEvent, TaskState> end(TaskState state, End end) {
    Decision decision = rules.end(state, end.outcome(), clock.instant());
    return carryOut(decision, next -> answer(decision, end.replyTo()));
  }

  /**
   * In two steps, so that a crash between them leaves the task ended: first its events come to say
   * what its record says, then the catalog has it as open, then it is.
   */
  private Effect<TaskEvent, TaskState> reopen(TaskState state, Reopen reopen) {
    Decision decision = rules.reopen(state, reopen.redundancy(), clock.instant());
    if (decision instanceof Decision.Refused) {
      return carryOut(
          decision,
          next -> {
            answer(decision, reopen.replyTo());
            voice.reopened(rules, next);
          });
    }
    List<TaskEvent> unstored = voice.withApplied(List.of());
    return Effect()
        .persist(unstored)
        .thenRun(
            next -> {
              voice.stored(next, unstored);
              voice.reopenPrepared(reopen);
            });
  }

  private Effect<TaskEvent, TaskState> reopenNow(TaskState state, ReopenNow now) {
    Reopen reopen = now.reopen();
    Decision decision = rules.reopen(state, reopen.redundancy(), clock.instant());
    List<TaskEvent> events = voice.withApplied(decision.events());
    return Effect()
        .persist(events)
        .thenRun(
            next -> {
              voice.reopened(rules, next);
              voice.stored(next, events);
              answer(decision, reopen.replyTo());
            });
  }

  private Effect<TaskEvent, TaskState> policyChanged(TaskState state, PolicyChanged changed) {
    rules = new TaskRules(new TaskTerms(changed.spec(), rules.terms().definition()));
    return carryOut(rules.reconsider(state, clock.instant()), next -> {});
  }

  private Effect<TaskEvent, TaskState> consider(TaskState state, Consider consider) {
    return carryOut(rules.consider(state, consider.estimate(), clock.instant()), next -> {});
  }

  private Effect<TaskEvent, TaskState> look(TaskState state, Look look) {
    return carryOut(rules.look(state, clock.instant()), next -> voice.sayAgain(rules, next));
  }

  private Effect<TaskEvent, TaskState> remind(TaskState state, Remind remind) {
    voice.heard(remind.id(), remind.worker());
    return carryOut(
        rules.look(state, clock.instant()),
        next -> voice.remind(next, remind.id().name(), remind.worker()));
  }

  /**
   * Not stored at once: a task that ends takes it into its record, one that goes on stores it with
   * its next event. Until then the worker remembers, so hearing it again does no harm.
   */
  private Effect<TaskEvent, TaskState> applied(TaskState state, Applied applied) {
    voice.noteApplied(state, applied.ordinals());
    return Effect().none().thenRun(same -> voice.tellPartition(rules, same));
  }

  private Effect<TaskEvent, TaskState> stop(TaskState state, Stop stop) {
    List<TaskEvent> unstored =
        state instanceof TaskState.Open ? voice.withApplied(List.of()) : List.of();
    return unstored.isEmpty()
        ? Effect().stop()
        : Effect().persist(unstored).thenRun(next -> voice.stored(next, unstored)).thenStop();
  }

  /**
   * Stores what was decided, then tells the partition, those it concerns, and last the one who
   * asked: whoever has heard of this may ask the others next, and must find that they have too.
   */
  private Effect<TaskEvent, TaskState> carryOut(Decision decision, Consumer<TaskState> answer) {
    if (decision.events().isEmpty()) {
      return Effect().none().thenRun(answer::accept);
    }
    List<TaskEvent> events = voice.withApplied(decision.events());
    return Effect()
        .persist(events)
        .thenRun(
            state -> {
              voice.tellPartition(rules, state);
              voice.stored(state, events);
              answer.accept(state);
            });
  }

  private static void answer(Decision decision, ActorRef<TaskReply> replyTo) {
    if (replyTo != null) {
      replyTo.tell(
          decision instanceof Decision.Refused refused
              ? new TaskRefused(refused.refusal())
              : new TaskChanged());
    }
  }
}
