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
import swarmline.loadtest.wire.Rfc3339;
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
  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;
  private static final int CLOSE_UNAUTHORISED = 4001;
  private static final int CLOSE_PROTOCOL = 1002;
  private static final long NANOS_PER_MICRO = 1_000;

  private final Shift shift;
  private final Entrance entrance;
  private final int index;
  private final String name;
  private final List<Held> held = new ArrayList<>();
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
  private boolean gone;

  Worker(Shift shift, Entrance entrance, int index, String name) {
    this.shift = shift;
    this.entrance = entrance;
    this.index = index;
    this.name = name;
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
    return starved && held.stream().noneMatch(h -> h.stage != Stage.ABANDONED);
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
    failures = 0;
    helloRequest = ++lastRequest;
    Requests.hello(opened.frames(), helloRequest, shift.orders.capacity(), shift.orders.pools());
  }

  @Override
  public void message(Connection from, byte[] bytes, int start, int end) {
    JsonFields fields = shift.fields;
    try {
      fields.scan(bytes, start, end);
      switch (MessageType.of(fields)) {
        case ASSIGNED -> assigned(fields, false);
        case ACCEPTED -> accepted(fields);
        case SETTLED -> settled(fields);
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
    throughTheDoor();
    if (shift.scribe != null) {
      shift.scribe.disconnected(index, shift.time(), why.label());
    }
    if (shift.leaving) {
      left();
      return;
    }
    shift.tally.add(Count.DISCONNECTED);
    shift.tally.error(why.label());
    if (why.status() == UNAUTHORISED
        || why.status() == FORBIDDEN
        || why.code() == CLOSE_UNAUTHORISED) {
      shift.hopeless.compareAndSet(null, "the server refuses the key: " + why.reason());
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
    if (shift.scribe != null) {
      shift.scribe.welcomed(index, shift.time());
    }
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
        noteLease(fields, h.assignment, true);
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
    noteLease(fields, assignment, again);
    if (!again) {
      measure(fields, now);
    }
    starved = false;
    if (of(assignment) != null) {
      shift.tally.error("assigned twice");
      return;
    }
    var taken = new Held(assignment);
    taken.answer = shift.orders.answers().answer(fields.copy(Field.TASK), shift.random);
    held.add(taken);
    act(taken);
  }

  private void measure(JsonFields fields, long now) {
    if (!starved) {
      long waited = free.filled(now);
      if (waited >= 0) {
        Latencies.record(shift.latencies.claim, waited);
      }
      return;
    }
    free.filled(now);
    if (fields.has(Field.PAYLOAD)) {
      long publishedAt = publishedAt(fields);
      if (publishedAt > shift.clock.micros(starvedAt)) {
        long pushed = shift.clock.micros(now) - publishedAt;
        Latencies.record(shift.latencies.push, pushed * NANOS_PER_MICRO);
      }
    }
  }

  private long publishedAt(JsonFields fields) {
    byte[] payload = fields.copy(Field.PAYLOAD);
    if (payload.length == 0 || payload[0] != '{') {
      return 0;
    }
    shift.inner.scan(payload, 0, payload.length);
    return shift.inner.number(Field.PUBLISHED_AT, 0);
  }

  private void act(Held taken) {
    Behaviour behaviour = shift.orders.behaviour();
    if (behaviour.abandon() > 0 && shift.random.nextDouble() < behaviour.abandon()) {
      taken.stage = Stage.ABANDONED;
      shift.tally.add(Count.ABANDONED);
    } else if (behaviour.giveBack() > 0 && shift.random.nextDouble() < behaviour.giveBack()) {
      giveBack(taken);
    } else if (behaviour.think().isZero() || shift.leaving) {
      answer(taken);
    } else {
      long mean = behaviour.think().toNanos();
      shift.loop.after(
          Duration.ofNanos(mean / 2 + shift.random.nextLong(mean)), () -> thoughtOver(taken));
    }
  }

  private void thoughtOver(Held taken) {
    if (taken.stage == Stage.THINKING
        && held.contains(taken)
        && connection != null
        && connection.isOpen()) {
      answer(taken);
      connection.flush();
    }
  }

  private void answer(Held h) {
    h.stage = Stage.ANSWERING;
    h.request = ++lastRequest;
    send(h);
    free.freed(h.sentAt);
  }

  private void giveBack(Held h) {
    h.stage = Stage.RETURNING;
    h.request = ++lastRequest;
    send(h);
    free.freed(h.sentAt);
  }

  private void resend(Held h) {
    shift.tally.add(Count.RESENT);
    send(h);
  }

  private void send(Held h) {
    h.sentAt = shift.loop.now();
    boolean answering = h.stage == Stage.ANSWERING;
    if (answering) {
      Requests.answer(connection.frames(), h);
    } else {
      Requests.giveBack(connection.frames(), h);
    }
    if (shift.scribe != null) {
      if (answering) {
        shift.scribe.answered(index, shift.time(), h.assignment, h.request, h.answer);
      } else {
        shift.scribe.returned(index, shift.time(), h.assignment, h.request);
      }
    }
  }

  private void accepted(JsonFields fields) {
    Held h = asked(fields);
    if (h == null) {
      perhapsPaused(fields);
      return;
    }
    held.remove(h);
    if (h.stage == Stage.ANSWERING) {
      shift.tally.add(Count.ACCEPTED);
      Latencies.record(shift.latencies.answer, shift.loop.now() - h.sentAt);
      if (shift.scribe != null) {
        shift.scribe.accepted(index, shift.time(), h.assignment, h.request);
      }
    } else {
      shift.tally.add(Count.RETURNED);
      if (shift.scribe != null) {
        shift.scribe.returnAccepted(index, shift.time(), h.assignment, h.request);
      }
    }
    leaveIfDone();
  }

  private void refused(JsonFields fields) {
    String code = fields.text(Field.CODE);
    shift.tally.add(Count.REFUSED);
    shift.tally.error("refused " + code);
    Held h = asked(fields);
    if (h != null && code.equals(TRY_AGAIN)) {
      shift.loop.after(backoff(), () -> askAgain(h));
    } else if (h != null) {
      held.remove(h);
      if (shift.scribe != null) {
        shift.scribe.refused(index, shift.time(), h.assignment, h.request, code);
      }
      leaveIfDone();
    } else if (fields.number(Field.RE, 0) == helloRequest) {
      shift.hopeless.compareAndSet(
          null, "the server refuses hello: " + code + ", " + fields.text(Field.DETAIL));
    } else {
      perhapsPaused(fields);
    }
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
    if (shift.scribe != null) {
      shift.scribe.revoked(index, shift.time(), assignment, fields.text(Field.REASON));
    }
    taken(assignment);
  }

  private void expired(JsonFields fields) {
    shift.tally.add(Count.EXPIRED);
    byte[] assignment = fields.copy(Field.ASSIGNMENT);
    if (shift.scribe != null) {
      shift.scribe.expired(index, shift.time(), assignment);
    }
    taken(assignment);
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

  private void settled(JsonFields fields) {
    shift.tally.add(Count.SETTLED);
    if (shift.scribe != null) {
      shift.scribe.settled(
          index,
          shift.time(),
          fields.copy(Field.ASSIGNMENT),
          fields.text(Field.VERDICT),
          fields.number(Field.AMOUNT, 0));
    }
  }

  private void waiting() {
    shift.tally.add(Count.WAITING);
    starved = true;
    starvedAt = shift.loop.now();
  }

  private void noteLease(JsonFields fields, byte[] assignment, boolean again) {
    if (shift.scribe != null) {
      long expiresAt =
          Rfc3339.micros(
              fields.bytes(), fields.start(Field.EXPIRES_AT), fields.end(Field.EXPIRES_AT));
      shift.scribe.leased(
          index, shift.time(), assignment, fields.copy(Field.TASK), expiresAt, again);
    }
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
      if (h.stage != Stage.ABANDONED) {
        return;
      }
    }
    connection.close(Closing.NORMAL, "done");
  }

  private void left() {
    gone = true;
  }
}
