package swarmline.engine.dispatch;

import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.dispatch.TaskCommand.CorrectGold;
import swarmline.engine.dispatch.TaskCommand.Discount;
import swarmline.engine.dispatch.TaskCommand.End;
import swarmline.engine.dispatch.TaskCommand.Renew;
import swarmline.engine.dispatch.TaskCommand.Reopen;
import swarmline.engine.dispatch.TaskCommand.Restore;
import swarmline.engine.dispatch.TaskCommand.Return;
import swarmline.engine.dispatch.TaskCommand.Review;
import swarmline.engine.dispatch.TaskCommand.SetPriority;
import swarmline.engine.dispatch.TaskCommand.SetRedundancy;
import swarmline.engine.dispatch.TaskCommand.Skip;
import swarmline.engine.dispatch.TaskCommand.Submit;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.Refusal;

/**
 * Answers for a task that has no actor: there is no such task, or it cannot be reached. Claims,
 * which go by a slice's index, that slice answers itself.
 */
final class TaskRefusals {
  private TaskRefusals() {}

  static void refuse(TaskId task, TaskCommand command, Refusal why) {
    if (command instanceof Submit submit) {
      refuse(task, submit.ordinal(), submit.re(), submit.session(), submit.replyTo(), why);
      if (submit.worker() != null) {
        submit
            .worker()
            .tell(new WorkerCommand.AnswerRefused(new AssignmentId(task, submit.ordinal())));
      }
    } else if (command instanceof Renew renew) {
      refuse(task, renew.ordinal(), renew.re(), renew.session(), renew.replyTo(), why);
    } else if (command instanceof Return back) {
      refuse(task, back.ordinal(), back.re(), back.session(), back.replyTo(), why);
    } else if (command instanceof Skip skip) {
      refuse(task, skip.ordinal(), skip.re(), skip.session(), skip.replyTo(), why);
    } else if (command instanceof Review review) {
      reply(review.replyTo(), why);
    } else if (command instanceof SetRedundancy set) {
      reply(set.replyTo(), why);
    } else if (command instanceof SetPriority set) {
      reply(set.replyTo(), why);
    } else if (command instanceof End end) {
      reply(end.replyTo(), why);
    } else if (command instanceof Reopen reopen) {
      reply(reopen.replyTo(), why);
    } else if (command instanceof CorrectGold correct) {
      reply(correct.replyTo(), why);
    } else if (command instanceof Discount discount && why != Refusal.TRY_AGAIN) {
      swept(task, discount.sweep(), discount.partition());
    } else if (command instanceof Restore restore && why != Refusal.TRY_AGAIN) {
      swept(task, restore.sweep(), restore.partition());
    }
  }

  private static void refuse(
      TaskId task,
      int ordinal,
      String re,
      ActorRef<SessionMessage> session,
      ActorRef<TaskReply> replyTo,
      Refusal why) {
    if (session != null) {
      session.tell(new SessionMessage.Refused(re, new AssignmentId(task, ordinal), why));
    }
    reply(replyTo, why);
  }

  private static void swept(TaskId task, Sweep sweep, ActorRef<PartitionCommand> partition) {
    partition.tell(new PartitionCommand.TaskSwept(task.number(), sweep));
  }

  private static void reply(ActorRef<TaskReply> replyTo, Refusal why) {
    if (replyTo != null) {
      replyTo.tell(new TaskReply.TaskRefused(why));
    }
  }
}
