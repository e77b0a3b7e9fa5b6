package swarmline.engine.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import swarmline.engine.dispatch.PartitionCommand.Claim;
import swarmline.engine.dispatch.PartitionCommand.Line;
import swarmline.engine.dispatch.SessionMessage.Held;
import swarmline.engine.dispatch.WorkerCommand.Connect;
import swarmline.engine.dispatch.WorkerCommand.NothingNow;
import swarmline.engine.dispatch.WorkerCommand.Pull;
import swarmline.engine.dispatch.WorkerCommand.Settle;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.PartitionId;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.pool.PoolView;
import swarmline.engine.quality.Measured;
import swarmline.engine.quality.Trust;
import swarmline.engine.task.CanonicalAnswer;
import swarmline.engine.task.Refusal;
import swarmline.engine.task.Settlement;
import swarmline.engine.worker.Desk;
import swarmline.engine.worker.WorkerEvent.Settled;
import swarmline.engine.worker.WorkerProfile;
import swarmline.engine.worker.WorkerState;

/**
 * Who wants work for a worker: its session, which is pushed to while it has free capacity, or a
 * pull, which waits for some. A pull goes first, one at a time. In memory only.
 */
final class WorkerDemand {
  /** Ticks after which the lines are joined anew. */
  private static final int REJOIN_TICKS = 30;

  /** A holder is warned this long before its deadline, or at a tenth of a shorter lease. */
  private static final Duration WARN_BEFORE = Duration.ofSeconds(60);

  private final WorkerId id;
  private final ActorContext<Object> context;
  private final ActorRef<WorkerCommand> self;
  private final EngineParts parts;
  private final Desk<Held> desk;
  private final WorkerSearch search;
  private final Queue<Pull> pulls = new ArrayDeque<>();
  private final List<Held> pulled = new ArrayList<>();

  /** The requests of pulls that got assignments, while those are held. */
  private final Map<AssignmentId, String> requests = new HashMap<>();

  private final Set<AssignmentId> warned = new HashSet<>();
  private ActorRef<SessionMessage> session;
  private Connect hello;

  /** Leases that the session is to be welcomed with, whose payloads are not known yet. */
  private final Set<AssignmentId> awaited = new HashSet<>();

  private boolean welcomed;
  private boolean paused;
  private boolean toldWaiting;

  /** Whether the session made a place free, and has not heard yet whether a task follows. */
  private boolean owed;

  private Instant disconnectedAt;
  private int ticks;

  WorkerDemand(WorkerId id, ActorContext<Object> context, EngineParts parts, Desk<Held> desk) {
    this.id = id;
    this.context = context;
    this.self = context.getSelf().narrow();
    this.parts = parts;
    this.desk = desk;
    this.search = new WorkerSearch(id, self, parts);
    this.disconnectedAt = parts.clock().instant();
  }

  // The session

  /**
   * @param open assignments that may be live, as far as is stored
   */
  void connect(Connect connect, WorkerState state, Collection<AssignmentId> open) {
    if (connect.equals(hello)) {
      repeatWelcome();
      return;
    }
    if (session != null && !session.equals(connect.session())) {
      context.unwatch(session);
      session.tell(new SessionMessage.Superseded());
    }
    if (!connect.session().equals(session)) {
      context.watchWith(connect.session(), new WorkerCommand.Disconnect(connect.session(), false));
      paused = false;
    }
    session = connect.session();
    hello = connect;
    welcomed = false;
    awaited.clear();
    for (AssignmentId assignment : open) {
      if (desk.mayBeLive(assignment)) {
        awaited.add(assignment);
      }
    }
    welcome(state);
  }

  private void welcome(WorkerState state) {
    awaited.removeIf(assignment -> !desk.mayBeLive(assignment));
    if (session == null || welcomed || !awaited.isEmpty()) {
      return;
    }
    welcomed = true;
    toldWaiting = false;
    repeatWelcome();
    look(state);
  }

  /** The same hello again finds the same session; where it is not welcomed yet, it will be. */
  private void repeatWelcome() {
    if (welcomed) {
      session.tell(new SessionMessage.Welcome(hello.re(), List.copyOf(desk.held().values()), self));
    }
  }

  void disconnect(ActorRef<SessionMessage> gone, Instant now) {
    if (gone.equals(session)) {
      context.unwatch(session);
      session = null;
      hello = null;
      owed = false;
      disconnectedAt = now;
      if (pulls.isEmpty()) {
        search.stop();
      }
    }
  }

  void pause() {
    paused = true;
    if (pulls.isEmpty()) {
      search.stop();
    }
  }

  void resume(WorkerState state) {
    paused = false;
    look(state);
  }

  /** Assignments whose holder has been gone for longer than their pools wait. */
  List<AssignmentId> lost(Instant now) {
    if (session != null || desk.held().isEmpty()) {
      return List.of();
    }
    return desk.held().keySet().stream()
        .filter(
            assignment ->
                specOf(assignment.task().pool())
                    .map(pool -> pool.spec().lease().afterDisconnectSeconds())
                    .filter(seconds -> !now.isBefore(disconnectedAt.plusSeconds(seconds)))
                    .isPresent())
        .toList();
  }

  // Pulls

  void pull(Pull pull, WorkerState state) {
    pulls.add(pull);
    if (pulls.size() == 1) {
      startPull(state);
    }
  }

  private void startPull(WorkerState state) {
    search.stop();
    pulled.clear();
    Pull pull = pulls.peek();
    requests.keySet().retainAll(desk.held().keySet());
    desk.held().values().stream()
        .filter(held -> isAskedFor(pull, held) || gotBefore(pull, held))
        .forEach(pulled::add);
    if (!pulled.isEmpty()) {
      endPull(null, state);
      return;
    }
    if (pull.only() == null) {
      look(state);
      return;
    }
    specOf(pull.only().pool())
        .ifPresentOrElse(
            pool ->
                parts
                    .entities()
                    .tell(
                        PartitionId.of(pull.only(), pool.partitions()),
                        claim(PartitionId.of(pull.only(), pool.partitions()), 1, Line.NONE, state)),
            () -> endPull(Refusal.UNKNOWN_TASK, state));
  }

  private void endPull(Refusal why, WorkerState state) {
    Pull pull = pulls.poll();
    pull.replyTo().tell(new WorkerReply.Pulled(List.copyOf(pulled), pulled.isEmpty() ? why : null));
    pulled.clear();
    if (pulls.isEmpty()) {
      search.stop();
      look(state);
    } else {
      startPull(state);
    }
  }

  // What comes of it

  /**
   * A lease that was news came.
   *
   * @param request the pull that it was granted to, if any
   * @return whether anybody hears of it
   */
  boolean leased(Held held, boolean fresh, String request, WorkerState state) {
    specOf(held.assignment().task().pool())
        .ifPresent(
            pool -> search.leased(PartitionId.of(held.assignment().task(), pool.partitions())));
    awaited.remove(held.assignment());
    if (request != null) {
      requests.put(held.assignment(), request);
    }
    Pull pull = pulls.peek();
    if (pull != null && (fresh || isAskedFor(pull, held) || gotBefore(pull, held))) {
      pulled.add(held);
      if (pull.request() != null) {
        requests.put(held.assignment(), pull.request());
      }
      if (pulled.size() >= pull.max() || pull.only() != null) {
        endPull(null, state);
      }
      return true;
    }
    if (session != null && welcomed) {
      toldWaiting = false;
      owed = false;
      session.tell(new SessionMessage.Assigned(held));
      return true;
    }
    welcome(state);
    return !fresh || session != null;
  }

  /** Whether the same request got it. */
  private boolean gotBefore(Pull pull, Held held) {
    return pull.request() != null && pull.request().equals(requests.get(held.assignment()));
  }

  private static boolean isAskedFor(Pull pull, Held held) {
    return held.assignment().task().equals(pull.only());
  }

  void nothing(NothingNow nothing, WorkerState state) {
    Pull pull = pulls.peek();
    if (pull != null && pull.only() != null) {
      endPull(nothing.why(), state);
      return;
    }
    search.nothing(nothing, waits());
    look(state, nothing.why());
  }

  void available(PartitionId partition, WorkerState state) {
    search.available(partition);
    look(state);
  }

  /** The session makes a place free: it hears whether a task follows. */
  void freeing() {
    owed = session != null;
  }

  /** A place is free, or will be. */
  void freed(PoolId pool, WorkerState state) {
    search.ended(pool);
    look(state);
  }

  void poolsChanged(WorkerState state) {
    search.tryAgain();
    look(state);
  }

  void profileChanged(WorkerState state) {
    search.tryAgain();
    look(state);
  }

  /** An assignment ended otherwise than by its answer. */
  void ended(Settle settle) {
    warned.remove(settle.assignment());
    if (session == null) {
      return;
    }
    if (settle.settlement().verdict() == Settlement.Verdict.EXPIRED) {
      session.tell(new SessionMessage.Expired(settle.assignment()));
    } else if (settle.settlement().verdict() == Settlement.Verdict.REVOKED) {
      session.tell(
          new SessionMessage.Revoked(
              settle.assignment(), settle.reason(), settle.settlement().amount() > 0));
    }
  }

  /** Settlements are stored. */
  void settled(List<Settled> settled) {
    for (Settled one : settled) {
      warned.remove(one.assignment());
      Settlement.Verdict verdict = one.settlement().verdict();
      boolean reviewed =
          verdict == Settlement.Verdict.APPROVED || verdict == Settlement.Verdict.REJECTED;
      if (session != null && reviewed) {
        session.tell(new SessionMessage.Settled(one.assignment(), one.settlement()));
      }
    }
  }

  /** Whether an answer to a held assignment is of the form its pool asks for. */
  boolean wouldCount(AssignmentId assignment, String answer) {
    return desk.held().containsKey(assignment)
        && specOf(assignment.task().pool())
            .filter(pool -> CanonicalAnswer.of(pool.spec().answer(), answer).isPresent())
            .isPresent();
  }

  // Looking for work

  private void look(WorkerState state) {
    look(state, Refusal.NOTHING_TO_OFFER);
  }

  private void look(WorkerState state, Refusal why) {
    Pull pull = pulls.peek();
    if (pull != null) {
      lookForPull(pull, state, why);
    } else if (session != null && welcomed && !paused) {
      search.in(hello.pools());
      boolean nowhere = seek(hello.capacity() - desk.held().size(), state);
      if (nowhere && !toldWaiting) {
        toldWaiting = true;
        session.tell(new SessionMessage.Waiting());
      }
    }
    if (owed && !search.expects()) {
      owed = false;
      session.tell(new SessionMessage.NothingFollows());
    }
  }

  private void lookForPull(Pull pull, WorkerState state, Refusal why) {
    if (pull.only() != null) {
      return;
    }
    search.in(pull.pools());
    boolean nowhere = seek(pull.max() - pulled.size(), state);
    if (nowhere && (!pulled.isEmpty() || !waits())) {
      endPull(why, state);
    }
  }

  private boolean seek(int room, WorkerState state) {
    return search.seek(
        room,
        waits(),
        parts.clock().instant(),
        (partition, want, line) -> claim(partition, want, line, state));
  }

  private boolean waits() {
    Pull pull = pulls.peek();
    return pull == null || parts.clock().instant().isBefore(pull.deadline());
  }

  private Claim claim(PartitionId partition, int want, Line line, WorkerState state) {
    Pull pull = pulls.peek();
    return new Claim(
        id,
        self,
        profile(partition, state),
        want,
        desk.heldOf(assignment -> isOf(partition, assignment.task())),
        pull == null || pull.only() == null ? 0 : pull.only().number(),
        line,
        pull == null ? null : pull.request());
  }

  private WorkerProfile profile(PartitionId partition, WorkerState state) {
    PoolId pool = partition.pool();
    int done = state.done().getOrDefault(pool.code(), 0) + desk.answeredOf(pool.code());
    int heldElsewhere =
        desk.heldOf(
            assignment ->
                assignment.task().pool().equals(pool) && !isOf(partition, assignment.task()));
    Optional<PoolSpec> spec = specOf(pool).map(PoolView::spec);
    return new WorkerProfile(
        state.qualifications(),
        state.restrictions(),
        Map.of(pool.code(), done),
        heldElsewhere + search.comingFromOthersOfPool(partition),
        spec.map(its -> Measured.of(its, pool.code(), state.standings())).orElse(List.of()),
        spec.map(its -> Trust.of(its, state.standings().get(pool.code()))).orElse(null));
  }

  private static boolean isOf(PartitionId partition, TaskId task) {
    return task.pool().equals(partition.pool())
        && PartitionId.of(task, partition.count()).equals(partition);
  }

  private Optional<PoolView> specOf(PoolId pool) {
    return parts.directory().find(pool);
  }

  // The platform

  WorkerReply.Described described(WorkerState state, Instant now) {
    return new WorkerReply.Described(
        id,
        session != null,
        paused,
        hello == null ? 0 : hello.capacity(),
        desk.held().values().stream()
            .map(held -> new WorkerReply.LiveAssignment(held.assignment(), held.expiresAt()))
            .toList(),
        state.qualifications(),
        state.restrictionsAt(now),
        state.earned(),
        state.done(),
        state.ended().entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().name().toLowerCase(java.util.Locale.ROOT),
                    Map.Entry::getValue)));
  }

  void explain(WorkerCommand.Explain explain, WorkerState state) {
    Optional<PoolView> pool = specOf(explain.pool());
    if (pool.isEmpty()) {
      explain.replyTo().tell(new WorkerReply.WorkerRefused(Refusal.UNKNOWN_POOL));
      return;
    }
    List<Explaining.Question> questions =
        pool.get().slicesFor(id).stream()
            .map(slice -> new Explaining.Question(slice, profile(slice, state)))
            .toList();
    context.spawnAnonymous(
        Explaining.of(id, parts, questions, ownRules(explain.pool()), explain.replyTo()));
  }

  private List<WorkerReply.Rule> ownRules(PoolId pool) {
    boolean takes = hello != null && (hello.pools().isEmpty() || hello.pools().contains(pool));
    int held = desk.held().size();
    return List.of(
        new WorkerReply.Rule(
            "not-connected",
            true,
            session != null ? "a session is open" : "no session is open; pulls are served"),
        new WorkerReply.Rule(
            "paused", !paused, paused ? "the worker paused" : "the worker is not paused"),
        new WorkerReply.Rule(
            "pool-not-chosen",
            hello == null || takes,
            hello == null || takes
                ? "the session takes from this pool"
                : "the session's hello names other pools only"),
        new WorkerReply.Rule(
            "no-free-capacity",
            hello == null || held < hello.capacity(),
            held + " of " + (hello == null ? "no session's" : hello.capacity()) + " held"));
  }

  // The clock

  void tick(WorkerState state, Instant now) {
    ticks++;
    if (session != null && !welcomed && ticks % 2 == 0) {
      awaited.clear();
      welcome(state);
    }
    search.askAfter(now, parts.settings().claimRetry());
    search.tryAgain();
    if (ticks % REJOIN_TICKS == 0) {
      search.rejoin();
    }
    Pull pull = pulls.peek();
    if (pull != null && over(pull, now)) {
      endPull(Refusal.NOTHING_TO_OFFER, state);
    } else {
      look(state);
    }
    warn(now);
  }

  /** A partition that was asked is given the time to answer: the lease may be on its way. */
  private boolean over(Pull pull, Instant now) {
    boolean asking = pull.only() != null || search.asking();
    Instant end = asking ? pull.deadline().plus(parts.settings().claimRetry()) : pull.deadline();
    return !now.isBefore(end);
  }

  private void warn(Instant now) {
    if (session == null) {
      return;
    }
    for (Held held : desk.held().values()) {
      Duration left = Duration.between(now, held.expiresAt());
      Duration lease =
          specOf(held.assignment().task().pool())
              .map(pool -> pool.spec().lease().length())
              .orElse(WARN_BEFORE);
      Duration early = lease.dividedBy(10);
      Duration before = early.compareTo(WARN_BEFORE) < 0 ? early : WARN_BEFORE;
      if (left.compareTo(before) <= 0 && warned.add(held.assignment())) {
        session.tell(new SessionMessage.Expiring(held.assignment(), Math.max(0, left.toSeconds())));
      }
    }
  }

  /** Whether nobody wants work for the worker. */
  boolean idle() {
    return session == null && pulls.isEmpty();
  }

  void close() {
    parts.directory().unfollow(id.tenant(), self);
  }
}
