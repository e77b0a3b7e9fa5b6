package swarmline.loadtest.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that serves any number of WebSockets: reads, answers in the same turn, keeps timers.
 * All but {@link #post} and {@link #stop} belongs to that thread.
 */
public final class SocketLoop implements Runnable {
  static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long SELECT_MILLIS_MAX = 100;

  private record Timer(long due, Runnable action) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return Long.compare(due, other.due);
    }
  }

  /** Something to look at in every turn of the loop. */
  public interface Turn {
    /**
     * @return when to look again at the latest, as {@link System#nanoTime()}; {@link
     *     Long#MAX_VALUE} where only messages matter
     */
    long look(long now);
  }

  /** How exactly a turn's time is kept: the selector knows only milliseconds. */
  private static final long NAP_NANOS = 50_000;

  private final Selector selector;
  private final FrameWriter frames = new FrameWriter();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final Set<Connection> connections = new HashSet<>();
  private final Inbox inbox = new Inbox();
  private long now = System.nanoTime();
  private long quietErrors;
  private Turn turn = now -> Long.MAX_VALUE;
  private long turnDue = Long.MAX_VALUE;
  private volatile boolean stopped;
  private volatile Throwable failure;

  public SocketLoop() {
    try {
      selector = Selector.open();
    } catch (IOException noDescriptors) {
      throw new UncheckedIOException(noDescriptors);
    }
  }

  /** Nanoseconds of {@link System#nanoTime()} when the current callback's bytes were read. */
  public long now() {
    return now;
  }

  /** Runs the action on the loop's thread, soon. */
  public void post(Runnable action) {
    posted.add(action);
    selector.wakeup();
  }

  /** Runs the action on the loop's thread when the delay is over. On the loop's thread only. */
  public void after(Duration delay, Runnable action) {
    timers.add(new Timer(System.nanoTime() + delay.toNanos(), action));
  }

  /** Sets what is looked at in every turn. Before the loop runs. */
  public void eachTurn(Turn every) {
    turn = every;
  }

  /** Ends the loop and every connection without a word. */
  public void stop() {
    stopped = true;
    selector.wakeup();
  }

  /** What ended the loop though nobody stopped it; null while all is well. */
  public Throwable failure() {
    return failure;
  }

  /**
   * Begins a connection. On the loop's thread only.
   *
   * @param source local address to connect from; null for any
   */
  public Connection connect(
      InetSocketAddress server, SocketAddress source, Handshake handshake, Peer peer) {
    Connection connection = null;
    try {
      SocketChannel channel = SocketChannel.open();
      connection = new Connection(this, channel, handshake, peer);
      connections.add(connection);
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (source != null) {
        channel.bind(source);
      }
      channel.connect(server);
      connection.registered(channel.register(selector, SelectionKey.OP_CONNECT, connection));
      return connection;
    } catch (IOException unreachable) {
      if (connection == null) {
        throw new UncheckedIOException(
            new IOException("no socket can be opened: " + unreachable.getMessage(), unreachable));
      }
      Connection lost = connection;
      post(() -> lost.ended(Closing.broken(unreachable.getMessage())));
      return connection;
    }
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        takeTurn();
      }
    } catch (IOException | RuntimeException unexpected) {
      failure = unexpected;
    } finally {
      new ArrayList<>(connections).forEach(c -> c.ended(Closing.broken("the generator stopped")));
      try {
        selector.close();
      } catch (IOException alreadyGone) {
        note(alreadyGone);
      }
    }
  }

  FrameWriter frames() {
    return frames;
  }

  Inbox inbox() {
    return inbox;
  }

  void forget(Connection connection) {
    connections.remove(connection);
  }

  /** Counts an error of closing what is closed already: of no consequence to anyone. */
  void note(IOException quiet) {
    quietErrors++;
    if (quietErrors == 1) {
      System.getLogger(SocketLoop.class.getName()).log(System.Logger.Level.DEBUG, "close", quiet);
    }
  }

  private void takeTurn() throws IOException {
    select();
    now = System.nanoTime();
    for (Runnable action = posted.poll(); action != null; action = posted.poll()) {
      action.run();
    }
    fire();
    turnDue = turn.look(now);
  }

  private void select() throws IOException {
    long untilTurn = turnDue == Long.MAX_VALUE ? Long.MAX_VALUE : turnDue - System.nanoTime();
    if (untilTurn >= NANOS_PER_MILLI) {
      long millis = Math.min(selectMillis(), untilTurn / NANOS_PER_MILLI);
      selector.select(this::ready, Math.max(1, millis));
    } else if (selector.selectNow(this::ready) == 0 && untilTurn > 0) {
      LockSupport.parkNanos(Math.min(NAP_NANOS, untilTurn));
    }
  }

  private void ready(SelectionKey key) {
    var connection = (Connection) key.attachment();
    now = System.nanoTime();
    try {
      connection.ready();
    } catch (IOException lost) {
      frames.clear();
      connection.ended(Closing.broken(lost.getMessage()));
    }
  }

  private void fire() {
    while (!timers.isEmpty() && timers.peek().due() - now <= 0) {
      timers.poll().action().run();
    }
  }

  private long selectMillis() {
    if (timers.isEmpty()) {
      return SELECT_MILLIS_MAX;
    }
    long wait = (timers.peek().due() - System.nanoTime() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    return Math.max(1, Math.min(SELECT_MILLIS_MAX, wait));
  }
}
