package swarmline.api.work;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import scala.Tuple2;
import scala.runtime.BoxedUnit;
import swarmline.api.frame.CloseCode;
import swarmline.api.frame.FrameBuffer;
import swarmline.api.frame.FrameHandler;
import swarmline.api.frame.FrameReader;
import swarmline.api.wire.ClientMessage;
import swarmline.api.wire.ClientMessage.Hello;
import swarmline.api.wire.ClientMessage.Request;
import swarmline.api.wire.ClientMessage.Unreadable;
import swarmline.api.wire.ProtocolError;
import swarmline.api.wire.ServerMessageWriter;
import swarmline.api.wire.ServerType;
import swarmline.api.work.WorkSession.Shared;
import swarmline.engine.dispatch.SessionMessage;
import swarmline.engine.dispatch.SessionMessage.Assigned;
import swarmline.engine.dispatch.SessionMessage.NothingFollows;
import swarmline.engine.dispatch.SessionMessage.Refused;
import swarmline.engine.dispatch.SessionMessage.Superseded;
import swarmline.engine.dispatch.SessionMessage.Welcome;
import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.id.WorkerId;

/**
 * A session at work: frames that come are told to the worker's entity, what the entity tells is
 * written into one buffer that leaves when the network takes it.
 *
 * <p>Three bounds hold: the buffer (a reader slower than its work is closed), the requests without
 * an answer (nothing more is read meanwhile), and the time without a sign of life.
 */
final class SessionLogic extends TimerGraphStageLogic implements FrameHandler {
  private static final String TICK = "tick";
  private static final String CLOSE_TIMEOUT = "close-timeout";
  private static final String HELD_BACK = "held-back";
  private static final String TELL_AGAIN = "tell-again";

  /** A request without answer is told to the engine again after this. */
  private static final Duration TOLD_AGAIN_AFTER = Duration.ofSeconds(1);

  /** How long an acceptance waits for the next assignment, which most often follows at once. */
  private static final Duration ACCEPTED_WAITS = Duration.ofMillis(10);

  /** How long the news of a settlement waits for something to travel with. */
  private static final Duration SETTLED_WAITS = Duration.ofMillis(200);

  /** Ticks at the most without a byte from the peer, without its hello, or without any answer. */
  private static final int TICKS_MAX = 2;

  private final Inlet<ByteString> in;
  private final Outlet<ByteString> out;
  private final Shared shared;
  private final WorkerId worker;
  private final FrameBuffer buffer = new FrameBuffer();
  private final FrameReader frames;
  private final ServerMessageWriter writer;

  private ActorRef self;
  private Requests requests;

  /** Where the worker's entity is, once it said so: one hop instead of three. */
  private ActorRef entity;

  /** Whether a hello was passed on, so that the worker must hear of the end. */
  private boolean connected;

  /** Whether the close frame is written. */
  private boolean closing;

  /** Whether both sides have closed, so that the connection ends when the buffer has left. */
  private boolean closed;

  /** How long what is in the buffer waits at the most to travel with what comes; null: not. */
  private Duration holding;

  /**
   * Places that the client made free and of which it has not heard that none, or a task, follows.
   */
  private int toFollow;

  private final Unanswered unanswered = new Unanswered(TOLD_AGAIN_AFTER);
  private boolean tellingAgain;
  private int silentTicks;
  private int ticksBeforeHello;

  SessionLogic(
      FlowShape<ByteString, ByteString> shape, Shared shared, WorkerId worker, String session) {
    super(shape);
    this.in = shape.in();
    this.out = shape.out();
    this.shared = shared;
    this.worker = worker;
    this.frames = new FrameReader(this, shared.settings().messageMaxBytes());
    this.writer = new ServerMessageWriter(buffer, session);
    setHandler(in, new Incoming());
    setHandler(out, new Outgoing());
  }

  @Override
  public void preStart() {
    self = getStageActor(this::told).ref();
    requests = new Requests(worker.tenant(), shared.pools(), Adapter.toTyped(self));
    shared.sessions().opened(self);
    scheduleWithFixedDelay(TICK, shared.settings().pingEvery(), shared.settings().pingEvery());
    pull(in);
  }

  @Override
  public void postStop() {
    disconnect(false);
    shared.sessions().closed(self);
  }

  private final class Incoming extends AbstractInHandler {
    @Override
    public void onPush() {
      byte[] bytes = grab(in).toArrayUnsafe();
      silentTicks = 0;
      int written = buffer.frames();
      frames.read(bytes, 0, bytes.length);
      if (holding == null || buffer.frames() != written) {
        flush();
      }
      readOn();
    }

    @Override
    public void onUpstreamFinish() {
      flush();
      if (closed || buffer.isEmpty()) {
        completeStage();
      } else {
        abort();
      }
    }

    @Override
    public void onUpstreamFailure(Throwable cause) {
      completeStage();
    }
  }

  private final class Outgoing extends AbstractOutHandler {
    @Override
    public void onPull() {
      flush();
    }
  }

  /** Takes more from the network unless too much of what came is still without an answer. */
  private void readOn() {
    if ((closing || unanswered.size() < shared.settings().unansweredMax())
        && !isClosed(in)
        && !hasBeenPulled(in)) {
      pull(in);
    }
  }

  /**
   * Sends what is written at once or, where the message can wait, with what follows: a write costs
   * more than all that is in it. An acceptance waits while a task may follow.
   */
  private void flushAfter(Object message) {
    if (message instanceof SessionMessage.Accepted && toFollow > 0) {
      hold(ACCEPTED_WAITS);
    } else if (message instanceof NothingFollows && !ACCEPTED_WAITS.equals(holding)) {
      return;
    } else if (message instanceof SessionMessage.Settled) {
      hold(SETTLED_WAITS);
    } else {
      flush();
    }
  }

  private void hold(Duration atMost) {
    if (holding == null || atMost.compareTo(holding) < 0) {
      holding = atMost;
      scheduleOnce(HELD_BACK, atMost);
    }
  }

  /** Sends what is written, in one piece, if the network takes it. */
  private void flush() {
    if (holding != null) {
      holding = null;
      cancelTimer(HELD_BACK);
    }
    if (isAvailable(out) && !buffer.isEmpty()) {
      push(out, ByteString.fromArrayUnsafe(buffer.take()));
    }
    if (closed && buffer.isEmpty()) {
      complete(out);
    }
  }

  // What the client says

  @Override
  public void text(byte[] bytes, int length) {
    if (closing) {
      return;
    }
    ClientMessage message = shared.reader().read(bytes, length);
    if (message instanceof Unreadable unreadable) {
      broken(unreadable);
    } else if (message instanceof Request request && (connected || message instanceof Hello)) {
      request(request);
    } else {
      broken(new Unreadable(message.id(), ProtocolError.HELLO_FIRST, "the first message is hello"));
    }
  }

  private void request(Request message) {
    shared.metrics().received(message.type());
    Optional<WorkerCommand> command = requests.command(message);
    if (command.isPresent()) {
      connected |= message instanceof Hello;
      toFollow += frees(message) ? 1 : 0;
      unanswered.told(message.id(), command.get(), System.nanoTime());
      tellAgainLater();
      tell(command.get());
    } else {
      send(new Refused(message.id(), null, Requests.refusal(message)));
    }
  }

  private static boolean frees(Request message) {
    return message instanceof ClientMessage.Answer
        || message instanceof ClientMessage.Return
        || message instanceof ClientMessage.Skip;
  }

  private void tellAgainLater() {
    if (!tellingAgain) {
      tellingAgain = true;
      scheduleOnce(TELL_AGAIN, TOLD_AGAIN_AFTER);
    }
  }

  private void tellAgain() {
    tellingAgain = false;
    if (unanswered.size() > 0) {
      unanswered.due(System.nanoTime()).forEach(this::tell);
      tellAgainLater();
    }
  }

  private void tell(WorkerCommand command) {
    if (entity == null) {
      shared.workers().tell(worker, command);
    } else {
      entity.tell(command, self);
    }
  }

  private void broken(Unreadable message) {
    shared.metrics().broken(message.error());
    shared.metrics().sent(ServerType.REFUSED);
    writer.refuse(message.id(), message.error().code(), message.detail());
    close(CloseCode.PROTOCOL_ERROR, message.error().code());
  }

  @Override
  public void ping(byte[] payload, int length) {
    if (!closing) {
      buffer.pong(payload, length);
      bound();
    }
  }

  @Override
  public void pong() {
    // Any byte is a sign of life; see Incoming.
  }

  @Override
  public void closed(int code) {
    if (!closing) {
      closing = true;
      shared.metrics().closedByPeer();
      if (code == CloseCode.NONE_GIVEN) {
        buffer.close();
      } else {
        buffer.close(code, "");
      }
      disconnect(code == CloseCode.NORMAL.number());
      scheduleOnce(CLOSE_TIMEOUT, shared.settings().closeTimeout());
    }
    closed = true;
  }

  @Override
  public void violated(CloseCode code, String reason) {
    close(code, reason);
  }

  // What the engine says

  private BoxedUnit told(Tuple2<ActorRef, Object> envelope) {
    if (!closing) {
      told(envelope._2());
      flushAfter(envelope._2());
    }
    return BoxedUnit.UNIT;
  }

  private void told(Object message) {
    if (message instanceof Superseded) {
      connected = false;
      close(CloseCode.SUPERSEDED, "a newer session of this worker took over");
    } else if (message instanceof Terminated) {
      connected = false;
      close(CloseCode.TRY_LATER, "the worker is served elsewhere now; connect again");
    } else if (message instanceof NothingFollows) {
      toFollow = 0;
    } else if (message instanceof SessionMessage said) {
      if (said instanceof Assigned) {
        toFollow = Math.max(0, toFollow - 1);
      }
      if (said instanceof Welcome welcome) {
        follow(welcome);
      }
      if (said instanceof SessionMessage.Reply reply && !unanswered.answered(reply.re())) {
        return;
      }
      send(said);
      readOn();
    } else if (message == Sessions.GoAway.NOW) {
      close(CloseCode.GOING_AWAY, "the server is going away; what was accepted is stored");
    }
  }

  /** From now on the session lives and dies with the worker's entity. */
  private void follow(Welcome welcome) {
    if (entity == null && welcome.worker() != null) {
      entity = Adapter.toClassic(welcome.worker());
      stageActor().watch(entity);
    }
  }

  private void send(SessionMessage message) {
    shared.metrics().sent(writer.write(message));
    if (message instanceof Refused refused) {
      shared.metrics().refused(refused.refusal());
    }
    bound();
  }

  /** Closes a reader that is slower than what it is sent. */
  private void bound() {
    boolean tooMuch =
        buffer.size() > shared.settings().queueMaxBytes()
            || buffer.frames() > shared.settings().queueMaxMessages();
    if (tooMuch && buffer.frames() > 1 && !isAvailable(out)) {
      buffer.clear();
      close(CloseCode.TRY_LATER, "read faster");
    }
  }

  // The end

  private void close(CloseCode code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    shared.metrics().closed(code);
    buffer.close(code.number(), reason);
    disconnect(false);
    scheduleOnce(CLOSE_TIMEOUT, shared.settings().closeTimeout());
    readOn();
  }

  private void disconnect(boolean clean) {
    if (connected) {
      connected = false;
      tell(new WorkerCommand.Disconnect(Adapter.toTyped(self), clean));
    }
  }

  /** Ends the connection though the peer may not have taken what it was sent. */
  private void abort() {
    failStage(new ConnectionGone());
  }

  // The clock

  @Override
  public void onTimer(Object timer) {
    if (timer.equals(CLOSE_TIMEOUT)) {
      abort();
    } else if (timer.equals(HELD_BACK)) {
      flush();
    } else if (closing) {
      return;
    } else if (timer.equals(TELL_AGAIN)) {
      tellAgain();
    } else {
      tick();
      flush();
    }
  }

  private void tick() {
    silentTicks += hasBeenPulled(in) ? 1 : 0;
    ticksBeforeHello += connected ? 0 : 1;
    Duration ticks = shared.settings().pingEvery().multipliedBy(TICKS_MAX);
    boolean silentEngine = unanswered.longest(System.nanoTime()).compareTo(ticks) > 0;
    if (silentTicks > TICKS_MAX) {
      abort();
    } else if (ticksBeforeHello > TICKS_MAX) {
      close(CloseCode.POLICY, "no hello came");
    } else if (silentEngine) {
      close(CloseCode.TRY_LATER, "the engine does not answer");
    } else {
      buffer.ping();
      bound();
    }
  }
}
