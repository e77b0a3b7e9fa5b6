package swarmline.engine.dispatch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import swarmline.engine.dispatch.TaskCommand.Applied;
import swarmline.engine.dispatch.TaskCommand.Claim;
import swarmline.engine.dispatch.TaskCommand.Consider;
import swarmline.engine.dispatch.TaskCommand.CorrectGold;
import swarmline.engine.dispatch.TaskCommand.Discount;
import swarmline.engine.dispatch.TaskCommand.End;
import swarmline.engine.dispatch.TaskCommand.Look;
import swarmline.engine.dispatch.TaskCommand.PolicyChanged;
import swarmline.engine.dispatch.TaskCommand.Remind;
import swarmline.engine.dispatch.TaskCommand.Renew;
import swarmline.engine.dispatch.TaskCommand.Reopen;
import swarmline.engine.dispatch.TaskCommand.ReopenNow;
import swarmline.engine.dispatch.TaskCommand.Reopening;
import swarmline.engine.dispatch.TaskCommand.Restore;
import swarmline.engine.dispatch.TaskCommand.Return;
import swarmline.engine.dispatch.TaskCommand.Review;
import swarmline.engine.dispatch.TaskCommand.Revoke;
import swarmline.engine.dispatch.TaskCommand.Reweigh;
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
final class TaskEntity extends JournaledEntity<TaskCommand, TaskEvent, TaskState> {
  private static final CommandHandlers<TaskEntity, TaskCommand> HANDLERS =
      new CommandHandlers<TaskEntity, TaskCommand>()
          .on(Claim.class, TaskEntity::claim)
          .on(Submit.class, TaskEntity::submit)
          .on(Applied.class, TaskEntity::applied)
          .on(Stop.class, TaskEntity::stop)
          .on(Consider.class, TaskEntity::consider)
          .on(Look.class, TaskEntity::look)
          .on(Renew.class, TaskEntity::renew)
          .on(Return.class, TaskEntity::giveBack)
          .on(Skip.class, TaskEntity::skip)
          .on(Review.class, TaskEntity::review)
          .on(Revoke.class, TaskEntity::revoke)
          .on(Discount.class, TaskEntity::reopen)
          .on(Restore.class, TaskEntity::reopen)
          .on(Reweigh.class, TaskEntity::reopen)
          .on(SetRedundancy.class, TaskEntity::setRedundancy)
          .on(SetPriority.class, TaskEntity::setPriority)
          .on(End.class, TaskEntity::end)
          .on(Reopen.class, TaskEntity::reopen)
          .on(CorrectGold.class, TaskEntity::reopen)
          .on(ReopenNow.class, TaskEntity::reopenNow)
          .on(Remind.class, TaskEntity::remind)
          .on(PolicyChanged.class, TaskEntity::policyChanged);

  private final TaskVoice voice;
  private final InstantSource clock;
  private TaskRules rules;

  /**
   * @param start what is known of the task before its actor starts
   */
  static Behavior<TaskCommand> create(
      TaskActors.Start start,
      EntityJournal.Opening journals,
      ActorRef<PartitionCommand> partition,
      Entities entities,
      EngineSettings settings,
      InstantSource clock) {
    return Behaviors.<Object>setup(
            context -> {
              TaskTerms terms = start.terms();
              var voice =
                  new TaskVoice(terms, start.settled(), partition, entities, settings, clock);
              EntityJournal journal =
                  journals.of(PersistenceIds.of(terms.definition().id()), context.getSelf());
              return new TaskEntity(context, journal, start, voice, clock);
            })
        .narrow();
  }

  private TaskEntity(
      ActorContext<Object> context,
      EntityJournal journal,
      TaskActors.Start start,
      TaskVoice voice,
      InstantSource clock) {
    super(context, journal, TaskState.untouched());
    this.rules = new TaskRules(start.terms());
    this.voice = voice;
    this.clock = clock;
    if (start.touched()) {
      recover(false);
    }
  }

  @Override
  void onCommand(TaskState state, TaskCommand command) {
    HANDLERS.handle(this, command);
  }

  @Override
  TaskState after(TaskState before, TaskEvent event) {
    return TaskState.after(before, event);
  }

  @Override
  void recovered(TaskState state) {
    voice.recovered(rules, state);
  }

  private void claim(Claim claim) {
    Decision decision =
        rules.claim(state(), claim.id().name(), claim.request(), claim.trust(), clock.instant());
    if (decision instanceof Decision.Refused refused) {
      carryOut(decision, next -> voice.claimRefused(rules, next, claim, refused.refusal()));
      return;
    }
    int ordinal = ((Decision.Accepted) decision).ordinal();
    voice.heard(claim.id(), claim.worker());
    carryOut(decision, next -> voice.leased(next, ordinal, claim.worker(), true));
  }

  private void submit(Submit submit) {
    Decision decision =
        rules.submit(state(), submit.ordinal(), submit.id(), submit.answer(), clock.instant());
    carryOut(decision, next -> voice.submitted(rules, next, submit, decision));
  }

  private void renew(Renew renew) {
    Decision decision = rules.renew(state(), renew.ordinal(), renew.id(), clock.instant());
    carryOut(
        decision,
        next ->
            voice.answer(
                next, decision, renew.ordinal(), renew.re(), renew.session(), renew.replyTo()));
  }

  private void giveBack(Return back) {
    Decision decision =
        rules.giveBack(state(), back.ordinal(), back.id(), back.reason(), clock.instant());
    carryOut(
        decision,
        next ->
            voice.answer(
                next, decision, back.ordinal(), back.re(), back.session(), back.replyTo()));
  }

  private void skip(Skip skip) {
    Decision decision = rules.skip(state(), skip.ordinal(), skip.id(), clock.instant());
    carryOut(
        decision,
        next ->
            voice.answer(
                next, decision, skip.ordinal(), skip.re(), skip.session(), skip.replyTo()));
  }

  private void review(Review review) {
    Decision decision = rules.review(state(), review.ordinal(), review.approve(), clock.instant());
    carryOut(
        decision,
        next -> voice.answer(next, decision, review.ordinal(), "", null, review.replyTo()));
  }

  private void revoke(Revoke revoke) {
    carryOut(rules.revoke(state(), revoke.ordinal(), revoke.reason(), clock.instant()), next -> {});
  }

  private void setRedundancy(SetRedundancy set) {
    Decision decision = rules.setRedundancy(state(), set.redundancy(), clock.instant());
    carryOut(decision, next -> answer(decision, set.replyTo()));
  }

  private void setPriority(SetPriority set) {
    Decision decision = rules.setPriority(state(), set.priority(), clock.instant());
    carryOut(decision, next -> answer(decision, set.replyTo()));
  }

  private void end(End end) {
    Decision decision = rules.end(state(), end.outcome(), clock.instant());
    carryOut(decision, next -> answer(decision, end.replyTo()));
  }

  /**
   * Of an ended task in two steps, so that a crash between them leaves it ended: first its events
   * come to say what its record says, then the catalog has it as open, then it is changed.
   */
  private void reopen(Reopening reopening) {
    Decision decision = decide(reopening);
    boolean changesNothing = decision.events().isEmpty() || decision instanceof Decision.Refused;
    if (changesNothing || state() instanceof TaskState.Open) {
      carryOut(
          decision,
          next -> {
            answer(decision, reopening);
            voice.reopened(rules, next);
          });
      return;
    }
    List<TaskEvent> unstored = voice.withApplied(List.of());
    persist(
        unstored,
        next -> {
          voice.stored(next, unstored);
          voice.reopenPrepared(rules, next, reopening);
        });
  }

  private void reopenNow(ReopenNow now) {
    Decision decision = decide(now.reopening());
    List<TaskEvent> events = voice.withApplied(decision.events());
    persist(
        events,
        next -> {
          voice.reopened(rules, next);
          voice.stored(next, events);
          answer(decision, now.reopening());
        });
  }

  private Decision decide(Reopening reopening) {
    Instant now = clock.instant();
    if (reopening instanceof CorrectGold correct) {
      return rules.correctGold(state(), correct.answer(), now);
    }
    if (reopening instanceof Discount discount) {
      Sweep sweep = discount.sweep();
      return rules.discount(state(), sweep.worker().name(), sweep.upTo(), now);
    }
    if (reopening instanceof Restore restore) {
      Sweep sweep = restore.sweep();
      return rules.restore(state(), sweep.worker().name(), sweep.after(), sweep.upTo(), now);
    }
    if (reopening instanceof Reweigh reweigh) {
      return rules.reweigh(state(), reweigh.estimate(), now);
    }
    return rules.reopen(state(), ((Reopen) reopening).redundancy(), now);
  }

  private void answer(Decision decision, Reopening reopening) {
    if (reopening instanceof Reopen reopen) {
      answer(decision, reopen.replyTo());
    } else if (reopening instanceof CorrectGold correct) {
      answer(decision, correct.replyTo());
    } else if (reopening instanceof Discount discount) {
      voice.swept(discount.sweep());
    } else if (reopening instanceof Restore restore) {
      voice.swept(restore.sweep());
    }
  }

  private void policyChanged(PolicyChanged changed) {
    rules = new TaskRules(rules.terms().under(changed.spec()));
    voice.policy(rules.terms());
    carryOut(rules.reconsider(state(), clock.instant()), next -> {});
  }

  private void consider(Consider consider) {
    carryOut(rules.consider(state(), consider.estimate(), clock.instant()), next -> {});
  }

  private void look(Look look) {
    carryOut(rules.look(state(), clock.instant()), next -> voice.sayAgain(rules, next));
  }

  private void remind(Remind remind) {
    voice.heard(remind.id(), remind.worker());
    carryOut(
        rules.look(state(), clock.instant()),
        next -> voice.remind(next, remind.id().name(), remind.worker()));
  }

  /**
   * Not stored at once: a task that ends takes it into its record, one that goes on stores it with
   * its next event. Until then the worker remembers, so hearing it again does no harm.
   */
  private void applied(Applied applied) {
    voice.noteApplied(state(), applied.ordinals());
    voice.tellPartition(rules, state());
  }

  private void stop(Stop stop) {
    List<TaskEvent> unstored =
        state() instanceof TaskState.Open ? voice.withApplied(List.of()) : List.of();
    persist(unstored, next -> voice.stored(next, unstored));
    stop();
  }

  /**
   * Stores what was decided, then tells the partition, those it concerns, and last the one who
   * asked: whoever has heard of this may ask the others next, and must find that they have too.
   */
  private void carryOut(Decision decision, Consumer<TaskState> answer) {
    if (decision.events().isEmpty()) {
      answer.accept(state());
      return;
    }
    List<TaskEvent> events = voice.withApplied(decision.events());
    persist(
        events,
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
