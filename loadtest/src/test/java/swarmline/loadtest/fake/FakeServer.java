package swarmline.loadtest.fake;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import swarmline.loadtest.server.Target;

/** The fake server's thread: accepts, reads, hands on. */
public final class FakeServer implements Closeable {
  static final String KEY = "sk_fake";

  private static final int BACKLOG = 4096;
  private static final int TICK_MILLIS = 5;

  private final Selector selector;
  private final ServerSocketChannel acceptor;
  private final FakeEngine engine;
  private final Thread thread = new Thread(this::serve, "fake server");
  private volatile boolean stopped;
  private volatile Duration stall = Duration.ZERO;

  private FakeServer(int port, Set<Fault> faults) throws IOException {
    engine = new FakeEngine(faults);
    selector = Selector.open();
    acceptor = ServerSocketChannel.open();
    acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    acceptor.configureBlocking(false);
    acceptor.register(selector, SelectionKey.OP_ACCEPT);
    thread.setDaemon(true);
  }

  public static FakeServer start(Fault... faults) throws IOException {
    Set<Fault> all = EnumSet.noneOf(Fault.class);
    all.addAll(Set.of(faults));
    return start(0, all);
  }

  private static FakeServer start(int port, Set<Fault> faults) throws IOException {
    var server = new FakeServer(port, faults);
    server.thread.start();
    return server;
  }

  /** Serves on a port until the process ends: {@code java … FakeServer PORT}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    FakeServer server = start(Integer.parseInt(args[0]), EnumSet.noneOf(Fault.class));
    System.out.println("development key: " + KEY);
    server.thread.join();
  }

  public Target target() {
    try {
      var address = (InetSocketAddress) acceptor.getLocalAddress();
      return new Target(URI.create("http://127.0.0.1:" + address.getPort()), KEY);
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  /** Does nothing at all for a while, soon. */
  public void stall(Duration length) {
    stall = length;
    selector.wakeup();
  }

  /** Closes the connections of this many HTTP requests without a reply. */
  public void loseReplies(int requests) {
    engine.loseReplies(requests);
  }

  /** Carries out what this many connections say next, and loses them before it replies. */
  public void cut(int connections) {
    engine.cut(connections);
  }

  @Override
  public void close() throws IOException {
    if (stopped) {
      return;
    }
    stopped = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private void serve() {
    try {
      while (!stopped) {
        selector.select(this::ready, TICK_MILLIS);
        engine.tick();
        standStill();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void standStill() {
    long until = System.nanoTime() + stall.toNanos();
    stall = Duration.ZERO;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        ((FakeSocket) key.attachment()).ready();
      }
    } catch (IOException lost) {
      closeQuietly(key);
    }
  }

  private void accept() throws IOException {
    for (SocketChannel channel = acceptor.accept(); channel != null; channel = acceptor.accept()) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      key.attach(new FakeSocket(channel, key, engine));
    }
  }

  private static void closeQuietly(SelectionKey key) {
    ((FakeSocket) key.attachment()).gone();
    try {
      key.channel().close();
    } catch (IOException alreadyGone) {
      throw new UncheckedIOException(alreadyGone);
    }
  }
}
