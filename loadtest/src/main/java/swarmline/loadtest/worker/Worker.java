package swarmline.loadtest.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import swarmline.loadtest.server.Target;
import swarmline.loadtest.wire.Closing;
import swarmline.loadtest.wire.Connection;
import swarmline.loadtest.wire.Field;
import swarmline.loadtest.wire.Handshake;
import swarmline.loadtest.wire.JsonFields;
import swarmline.loadtest.wire.JsonText;
import swarmline.loadtest.wire.MalformedJson;
import swarmline.loadtest.wire.Peer;
import swarmline.loadtest.worker.Held.Stage;
import swarmline.loadtest.worker.Tally.Count;

/**
 * One simulated worker: connects, says hello, acts on every assignment as its orders say, connects
 * again when the connection is lost and repeats what was not acknowledged, under the same request
 * ids. Lives on its loop's thread.
 */
final class Worker implements Peer {
  private static final Duration BACKOFF_MIN = Duration.ofMillis(20);
  private static final int BACKOFF_DOUBLINGS_MAX = 6;
  private static final String TRY_AGAIN = "try-again";

  /** Consensus came while the answer was on its way: told to be so, and nobody's fault. */
  private static final String RECALLED = "lease-revoked";

  private static final String OUT_OF_PORTS =
      "this machine has no ephemeral port left for another socket to the server: widen"
          + " net.ipv4.ip_local_port_range, or join generators on other machines";
  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;
  private static final int CLOSE_UNAUTHORISED = 4001;
  private static final int CLOSE_PROTOCOL = 1002;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final Duration LATE_BY_MAX = Duration.ofMillis(300);
  private static final Duration UNREAD_MAX = Duration.ofSeconds(1);

  private final Shift shift;
  private final Entrance entrance;
  private final int index;
  private final String name;
  private final Diary diary;
  private final boolean isSlowReader;
  private final List<Held> held = new ArrayList<>();
  private final List<Held> echoes = new ArrayList<>();
  private final FreePlaces free;
  private Connection connection;
  private int lastRequest;
  private int helloRequest;
  private int pauseRequest;
  private boolean paused;
  private int failures;
  private boolean connecting;
  private boolean starved;
  private long starvedAt;
  private boolean isHere;
  private boolean gone;

  Worker(Shift shift, Entrance entrance, int index, String name) {
    this.shift = shift;
    this.entrance = entrance;
    this.index = index;
    this.name = name;
    this.diary = new Diary(shift, index);
    this.isSlowReader = shift.random.nextDouble() < shift.orders.behaviour().slowReaders();
    this.free = new FreePlaces(shift.orders.capacity());
  }

  String name() {
    return name;
  }

  int index() {
    return index;
  }

  /** Whether it left after all it held was done. */
  boolean isGone() {
    return gone;
  }

  /** Whether the server has nothing for it and it has nothing to do. */
  boolean isIdle() {
    return starved && held.stream().allMatch(Held::isLeftAlone);
  }

  void connect() {
    connecting = true;
    if (shift.leaving) {
      throughTheDoor();
      left();
      return;
    }
    Target target = shift.orders.target();
    var handshake =
        new Handshake(
            target.host(), "/v1/work?worker=" + name, entrance.webSocketKey(), target.key());
    connection = shift.loop.connect(target.address(), entrance.source(index), handshake, this);
  }

  /** Finishes what is held, asks for no more and leaves. */
  void leave() {
    if (connection == null || !connection.isOpen()) {
      left();
      return;
    }
    pauseRequest = ++lastRequest;
    Requests.pause(connection.frames(), pauseRequest);
    for (Held h : held) {
      if (h.stage == Stage.THINKING) {
        answer(h);
      }
    }
    connection.flush();
  }

  @Override
  public void opened(Connection opened) {
    throughTheDoor();
    isHere = true;
    shift.cameOrWent(1);
    failures = 0;
    helloRequest = ++lastRequest;
    Requests.hello(opened.frames(), helloRequest, shift.orders.capacity(), shift.orders.pools());
  }

  @Override
  public void message(Connection from, byte[] bytes, int start, int end) {
    if (isSlowReader && !shift.leaving) {
      from.leaveUnread(Duration.ofNanos(shift.random.nextLong(UNREAD_MAX.toNanos())));
    }
    JsonFields fields = shift.fields;
    try {
      fields.scan(bytes, start, end);
      switch (MessageType.of(fields)) {
        case ASSIGNED -> assigned(fields, false);
        case ACCEPTED -> accepted(fields);
        case SETTLED -> {
          shift.tally.add(Count.SETTLED);
          diary.settled(fields);
        }
        case WAITING -> waiting();
        case REVOKED -> revoked(fields);
        case EXPIRED -> expired(fields);
        case REFUSED -> refused(fields);
        case WELCOME -> welcome(fields, bytes);
        case EXPIRING -> {}
        case UNKNOWN -> shift.tally.error("unknown message " + fields.text(Field.TYPE));
      }
    } catch (MalformedJson notJson) {
      shift.tally.error("malformed message");
      from.close(CLOSE_PROTOCOL, notJson.getMessage());
    }
  }

  @Override
  public void closed(Connection lost, Closing why) {
    connection = null;
    starved = false;
    echoes.clear();
    throughTheDoor();
    if (isHere) {
      isHere = false;
      shift.cameOrWent(-1);
    }
    diary.disconnected(why.label());
    if (shift.leaving) {
      left();
      return;
    }
    if (why.isOurs()) {
      shift.tally.add(Count.DROPPED);
    } else {
      shift.tally.add(Count.DISCONNECTED);
      shift.tally.error(why.label());
    }
    if (why.status() == UNAUTHORISED
        || why.status() == FORBIDDEN
        || why.code() == CLOSE_UNAUTHORISED) {
      shift.hopeless.compareAndSet(null, "the server refuses the key: " + why.reason());
      return;
    }
    if (why.isOutOfPorts()) {
      shift.hopeless.compareAndSet(null, OUT_OF_PORTS);
      return;
    }
    shift.loop.after(backoff(), () -> entrance.enter(this));
  }

  private void throughTheDoor() {
    if (connecting) {
      connecting = false;
      entrance.passed();
    }
  }

  private Duration backoff() {
    long base = BACKOFF_MIN.toNanos() << Math.min(failures++, BACKOFF_DOUBLINGS_MAX);
    return Duration.ofNanos(base / 2 + shift.random.nextLong(base));
  }

  private void welcome(JsonFields fields, byte[] bytes) {
    shift.tally.add(Count.WELCOMED);
    diary.welcomed();
    List<Held> before = new ArrayList<>(held);
    held.removeIf(h -> !h.isAsking());
    if (fields.has(Field.ASSIGNMENTS)) {
      eachAssignment(bytes, fields.start(Field.ASSIGNMENTS), fields.end(Field.ASSIGNMENTS), before);
    }
    for (Held h : held) {
      if (h.isAsking() && before.contains(h)) {
        resend(h);
      }
    }
    free.clear();
    for (int i = held.size(); i < shift.orders.capacity(); i++) {
      free.freed(shift.loop.now());
    }
    List.copyOf(held).forEach(this::goOn);
  }

  private void eachAssignment(byte[] bytes, int from, int to, List<Held> before) {
    int at = JsonText.skipBlank(bytes, from + 1, to);
    while (at < to && bytes[at] == '{') {
      int end = JsonText.valueEnd(bytes, at, to);
      shift.inner.scan(bytes, at, end);
      stillHeld(shift.inner, before);
      at = JsonText.skipBlank(bytes, end, to);
      if (at < to && bytes[at] == ',') {
        at = JsonText.skipBlank(bytes, at + 1, to);
      }
    }
  }

  private void stillHeld(JsonFields fields, List<Held> before) {
    for (Held h : before) {
      if (fields.is(Field.ASSIGNMENT, h.assignment)) {
        diary.leased(fields, h.assignment, h.task, true);
        if (!h.isAsking()) {
          held.add(h);
        }
        return;
      }
    }
    assigned(fields, true);
  }

  private void assigned(JsonFields fields, boolean again) {
    long now = shift.loop.now();
    shift.tally.add(Count.ASSIGNED);
    byte[] assignment = fields.copy(Field.ASSIGNMENT);
    byte[] task = fields.copy(Field.TASK);
    long expiresAt = diary.leased(fields, assignment, task, again);
    if (!again && !isSlowReader) {
      measure(fields, assignment, now);
      long reassigned = shift.overdue.handed(task, shift.clock.micros(now));
      if (reassigned >= 0) {
        shift.latencies.record(Timing.REASSIGN, reassigned * NANOS_PER_MICRO);
      }
    }
    starved = false;
    if (of(assignment) != null) {
      shift.tally.error("assigned twice");
      return;
    }
    var taken = new Held(assignment, task, expiresAt);
    taken.answer = shift.orders.answers().answer(task, shift.random);
    held.add(taken);
    act(taken);
  }

  private void measure(JsonFields fields, byte[] assignment, long now) {
    long waited = free.filled(now);
    if (!starved && waited >= 0) {
      shift.latencies.record(Timing.CLAIM, waited);
    }
    boolean onSchedule = shift.orders.publishesOnSchedule();
    if (onSchedule ? isFirstTurn(assignment) : starved) {
      long publishedAt = publishedAt(fields);
      if (onSchedule || publishedAt > shift.clock.micros(starvedAt)) {
        long pushed = shift.clock.micros(now) - publishedAt;
        shift.latencies.record(Timing.PUSH, pushed * NANOS_PER_MICRO);
      }
    }
  }

  /** An assignment's id ends in a dot and the task's ordinal. */
  private static boolean isFirstTurn(byte[] assignment) {
    int last = assignment.length - 1;
    return last > 0 && assignment[last] == '1' && assignment[last - 1] == '.';
  }

  private long publishedAt(JsonFields fields) {
    byte[] payload = fields.copy(Field.PAYLOAD); // empty where there is none
    if (payload.length == 0 || payload[0] != '{') {
      return 0;
    }
    shift.inner.scan(payload, 0, payload.length);
    return shift.inner.number(Field.PUBLISHED_AT, 0);
  }

  private void act(Held taken) {
    switch (shift.orders.behaviour().deed(shift.random)) {
      case ABANDON -> {
        taken.stage = Stage.ABANDONED;
        shift.tally.add(Count.ABANDONED);
        shift.overdue.let(taken.task, taken.expiresAt);
      }
      case ANSWER_LATE -> {
        taken.stage = Stage.WAITING_FOR_THE_END;
        shift.overdue.let(taken.task, taken.expiresAt);
      }
      case RETURN -> giveBack(taken);
      case DISCONNECT -> {
        taken.isDue = true;
        Connection mine = connection;
        shift.loop.after(Duration.ZERO, () -> mine.drop("dropped on purpose"));
      }
      case ANSWER -> think(taken);
    }
  }

  private void think(Held taken) {
    ThinkTime time = shift.orders.behaviour().think();
    if (time.isZero() || shift.leaving) {
      decided(taken);
      return;
    }
    shift.loop.after(
        Duration.ofNanos(time.nanos(shift.random)),
        () -> {
          if (canAnswer(taken)) {
            decided(taken);
            flush();
          }
        });
  }

  /**
   * It is known what to answer: at once in a closed loop, when the schedule says in an open one.
   */
  private void decided(Held taken) {
    if (shift.pace == null || shift.leaving) {
      answer(taken);
    } else {
      shift.pace.ready(this, taken);
    }
  }

  /** Takes up what the loss of a connection has interrupted. */
  private void goOn(Held h) {
    if (h.isDue) {
      h.isDue = false;
      decided(h);
    }
  }

  /** Whether the answer can be sent now; where only a connection is missing, it is remembered. */
  boolean canAnswer(Held h) {
    if (h.stage != Stage.THINKING || !held.contains(h)) {
      return false;
    }
    h.isDue = connection == null || !connection.isOpen();
    return !h.isDue;
  }

  /**
   * Answers now what was to be answered at another moment.
   *
   * @param intended as {@link System#nanoTime()}
   */
  void answerAsIntended(Held h, long intended) {
    answer(h, intended);
    flush();
  }

  private void flush() {
    if (connection != null) {
      connection.flush();
    }
  }

  private void answer(Held h) {
    answer(h, shift.loop.now());
  }

  private void answer(Held h, long intended) {
    h.stage = Stage.ANSWERING;
    h.request = ++lastRequest;
    h.sentAt = intended;
    send(h);
    double duplicate = shift.orders.behaviour().duplicate();
    if (duplicate > 0 && shift.random.nextDouble() < duplicate) {
      h.copies++;
      shift.tally.add(Count.DUPLICATED);
      send(h);
    }
    if (!h.isOver) {
      free.freed(h.sentAt);
    }
  }

  private void giveBack(Held h) {
    h.stage = Stage.RETURNING;
    h.request = ++lastRequest;
    h.sentAt = shift.loop.now();
    send(h);
    free.freed(h.sentAt);
  }

  private void resend(Held h) {
    shift.tally.add(Count.RESENT);
    h.copies = 0;
    send(h);
  }

  private void send(Held h) {
    if (h.stage == Stage.ANSWERING) {
      Requests.answer(connection.frames(), h);
    } else {
      Requests.giveBack(connection.frames(), h);
    }
    diary.asked(h);
  }

  private void accepted(JsonFields fields) {
    Held h = asked(fields);
    if (h == null) {
      Held echo = echo(fields);
      if (echo == null) {
        perhapsPaused(fields);
      } else {
        diary.accepted(echo);
      }
      return;
    }
    done(h);
    if (h.stage == Stage.ANSWERING) {
      shift.tally.add(Count.ACCEPTED);
      if (!isSlowReader) {
        shift.latencies.record(Timing.ANSWER, shift.loop.now() - h.sentAt);
      }
    } else {
      shift.tally.add(Count.RETURNED);
    }
    diary.accepted(h);
    leaveIfDone();
  }

  private void refused(JsonFields fields) {
    String code = fields.text(Field.CODE);
    Held h = asked(fields);
    Held echo = h == null ? echo(fields) : null;
    if (h != null && h.isOver) {
      shift.tally.add(Count.REFUSED_LATE);
    } else if (echo == null || !echo.isOver) {
      shift.tally.add(Count.REFUSED);
      if (!code.equals(RECALLED)) {
        shift.tally.error("refused " + code);
      }
    }
    if (h != null && code.equals(TRY_AGAIN)) {
      shift.loop.after(backoff(), () -> askAgain(h));
    } else if (h != null) {
      done(h);
      diary.refused(h, code);
      leaveIfDone();
    } else if (echo != null) {
      diary.refused(echo, code);
    } else if (fields.number(Field.RE, 0) == helloRequest) {
      shift.hopeless.compareAndSet(
          null, "the server refuses hello: " + code + ", " + fields.text(Field.DETAIL));
    } else {
      perhapsPaused(fields);
    }
  }

  /** The last word about it was said, but for replies to copies of the request. */
  private void done(Held h) {
    held.remove(h);
    if (h.copies > 0) {
      echoes.add(h);
    }
  }

  /** The assignment whose copied request this is the second reply to; null where it is none. */
  private Held echo(JsonFields fields) {
    long request = fields.number(Field.RE, -1);
    Held found = null;
    for (Held h : echoes) {
      found = h.request == request ? h : found;
    }
    if (found != null && --found.copies == 0) {
      echoes.remove(found);
    }
    return found;
  }

  private void askAgain(Held h) {
    if (held.contains(h) && connection != null && connection.isOpen()) {
      resend(h);
      connection.flush();
    }
  }

  /** Nothing is pushed any more once the pause was answered, so that leaving misses nothing. */
  private void perhapsPaused(JsonFields fields) {
    if (pauseRequest > 0 && fields.number(Field.RE, 0) == pauseRequest) {
      paused = true;
      leaveIfDone();
    }
  }

  /** The held assignment that the reply is about; null where the request was another. */
  private Held asked(JsonFields fields) {
    long request = fields.number(Field.RE, -1);
    for (Held h : held) {
      if (h.isAsking() && h.request == request) {
        return h;
      }
    }
    return null;
  }

  private void revoked(JsonFields fields) {
    shift.tally.add(Count.REVOKED);
    byte[] assignment = fields.copy(Field.ASSIGNMENT);
    diary.revoked(assignment, fields.text(Field.REASON));
    taken(assignment);
  }

  private void expired(JsonFields fields) {
    shift.tally.add(Count.EXPIRED);
    byte[] assignment = fields.copy(Field.ASSIGNMENT);
    diary.expired(assignment);
    Held h = of(assignment);
    if (h != null && h.stage == Stage.WAITING_FOR_THE_END) {
      h.isOver = true;
      free.freed(shift.loop.now());
      long late = shift.random.nextLong(LATE_BY_MAX.toNanos());
      shift.loop.after(Duration.ofNanos(late), () -> answerLate(h));
    } else {
      taken(assignment);
    }
  }

  private void answerLate(Held h) {
    if (held.contains(h) && connection != null && connection.isOpen() && !shift.leaving) {
      shift.tally.add(Count.ANSWERED_LATE);
      answer(h);
      flush();
    } else {
      held.remove(h);
    }
  }

  /** A lease ended by itself; what was asked about it still gets its reply. */
  private void taken(byte[] assignment) {
    Held h = of(assignment);
    if (h != null && !h.isAsking()) {
      held.remove(h);
      free.freed(shift.loop.now());
      leaveIfDone();
    }
  }

  private void waiting() {
    shift.tally.add(Count.WAITING);
    diary.waiting();
    starved = true;
    starvedAt = shift.loop.now();
  }

  private Held of(byte[] assignment) {
    for (Held h : held) {
      if (Arrays.equals(h.assignment, assignment)) {
        return h;
      }
    }
    return null;
  }

  private void leaveIfDone() {
    if (!paused || connection == null) {
      return;
    }
    for (Held h : held) {
      if (!h.isLeftAlone()) {
        return;
      }
    }
    connection.close(Closing.NORMAL, "done");
  }

  private void left() {
    gone = true;
  }
}
