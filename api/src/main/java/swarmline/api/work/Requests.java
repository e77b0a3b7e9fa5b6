package swarmline.api.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import swarmline.api.wire.ClientMessage.Answer;
import swarmline.api.wire.ClientMessage.Hello;
import swarmline.api.wire.ClientMessage.Pause;
import swarmline.api.wire.ClientMessage.Renew;
import swarmline.api.wire.ClientMessage.Request;
import swarmline.api.wire.ClientMessage.Resume;
import swarmline.api.wire.ClientMessage.Return;
import swarmline.api.wire.ClientMessage.Skip;
import swarmline.engine.dispatch.SessionMessage;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TenantId;
import swarmline.engine.task.Refusal;

/** Turns what a client says into what its worker is asked; ids are read under one tenant. */
final class Requests {
  private final TenantId tenant;
  private final Predicate<PoolId> pools;
  private final ActorRef<SessionMessage> session;

  /**
   * @param pools whether there is such a pool
   * @param session who is answered
   */
  Requests(TenantId tenant, Predicate<PoolId> pools, ActorRef<SessionMessage> session) {
    this.tenant = tenant;
    this.pools = pools;
    this.session = session;
  }

  /** Nothing where the message names what is not there; see {@link #refusal}. */
  Optional<WorkerCommand> command(Request message) {
    String re = message.id();
    if (message instanceof Answer answer) {
      return assignment(answer.assignment())
          .map(named -> new WorkerCommand.Answer(re, named, answer.answer(), session));
    }
    if (message instanceof Renew renew) {
      return assignment(renew.assignment())
          .map(named -> new WorkerCommand.Renew(re, named, session));
    }
    if (message instanceof Return back) {
      return assignment(back.assignment())
          .map(named -> new WorkerCommand.Return(re, named, back.reason(), session));
    }
    if (message instanceof Skip skip) {
      return assignment(skip.assignment()).map(named -> new WorkerCommand.Skip(re, named, session));
    }
    if (message instanceof Hello hello) {
      return pools(hello.pools())
          .map(named -> new WorkerCommand.Connect(re, session, hello.capacity(), named));
    }
    if (message instanceof Pause) {
      return Optional.of(new WorkerCommand.Pause(re, session));
    }
    if (message instanceof Resume) {
      return Optional.of(new WorkerCommand.Resume(re, session));
    }
    throw new IllegalArgumentException("no command for " + message);
  }

  /** Why a message that gives no command is refused. */
  static Refusal refusal(Request message) {
    return message instanceof Hello ? Refusal.UNKNOWN_POOL : Refusal.UNKNOWN_ASSIGNMENT;
  }

  private Optional<AssignmentId> assignment(String text) {
    return AssignmentId.parse(tenant, text);
  }

  private Optional<List<PoolId>> pools(List<String> texts) {
    var named = new ArrayList<PoolId>(texts.size());
    for (String text : texts) {
      Optional<PoolId> pool = PoolId.parse(tenant, text).filter(pools);
      if (pool.isEmpty()) {
        return Optional.empty();
      }
      named.add(pool.get());
    }
    return Optional.of(named);
  }
}
