package swarmline.loadtest.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Forwards TCP connections to servers, in turn, until they are cut: all at once, with a reset, as a
 * broken cable or a restarted balancer does. Those from some addresses can be stalled instead, as
 * by a network that loses every packet. One thread serves all.
 */
public final class CutProxy implements Closeable {
  private static final int BACKLOG = 1024;
  private static final int SELECT_MILLIS = 20;
  private static final int BUFFER_BYTES = 64 * 1024;

  /** One side of a connection, and what still has to go to the other. */
  private static final class Side {
    final SocketChannel channel;
    final InetAddress client;
    final ByteBuffer toOther = ByteBuffer.allocateDirect(BUFFER_BYTES);
    Side other;
    SelectionKey key;
    boolean ended;

    /** Servers that may be tried where this one cannot be reached. */
    int others;

    Side(SocketChannel channel, InetAddress client) {
      this.channel = channel;
      this.client = client;
    }
  }

  private final List<InetSocketAddress> servers;
  private final Selector selector = Selector.open();
  private final ServerSocketChannel acceptor = ServerSocketChannel.open();
  private final Set<Side> sides = new HashSet<>();
  private final Thread thread = new Thread(this::serve, "cut proxy");
  private volatile boolean cut;
  private volatile boolean stopped;
  private volatile int open;
  private volatile Predicate<InetAddress> stalled = client -> false;
  private Predicate<InetAddress> stalledSoFar = stalled;
  private int turn;

  private CutProxy(int port, List<InetSocketAddress> servers) throws IOException {
    this.servers = List.copyOf(servers);
    acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    acceptor.configureBlocking(false);
    acceptor.register(selector, SelectionKey.OP_ACCEPT);
    thread.setDaemon(true);
  }

  /** Forwards from a free port from now on. */
  static CutProxy to(InetSocketAddress server) throws IOException {
    return on(0, List.of(server));
  }

  /**
   * Forwards from a port from now on.
   *
   * @param servers taken in turn, the next where one does not listen
   */
  public static CutProxy on(int port, List<InetSocketAddress> servers) throws IOException {
    var proxy = new CutProxy(port, servers);
    proxy.thread.start();
    return proxy;
  }

  public int port() throws IOException {
    return ((InetSocketAddress) acceptor.getLocalAddress()).getPort();
  }

  /** Connections from clients at this moment. */
  int connections() {
    return open;
  }

  /** Loses every connection and lets none be made until {@link #mend()}. */
  void cut() {
    cut = true;
    selector.wakeup();
  }

  /** Forwards again. */
  void mend() {
    cut = false;
  }

  /** Holds back all that goes to and from these clients, until told otherwise. */
  public void stall(Predicate<InetAddress> clients) {
    stalled = clients;
    selector.wakeup();
  }

  @Override
  public void close() throws IOException {
    stopped = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
    acceptor.close();
    selector.close();
  }

  private void serve() {
    try {
      while (!stopped) {
        selector.select(this::ready, SELECT_MILLIS);
        if (cut) {
          reset();
        }
        if (stalledSoFar != stalled) {
          stalledSoFar = stalled;
          sides.forEach(this::updateInterest);
        }
      }
      reset();
    } catch (IOException broken) {
      System.getLogger(CutProxy.class.getName())
          .log(System.Logger.Level.ERROR, "the proxy ended", broken);
    }
  }

  private void reset() {
    List<Side> all = new ArrayList<>(sides);
    all.forEach(CutProxy::resetQuietly);
    sides.clear();
    open = 0;
  }

  private void ready(SelectionKey key) {
    if (!key.isValid()) {
      // Its other side was ready too, and has ended both.
      return;
    }
    if (key.isAcceptable()) {
      accept();
      return;
    }
    var side = (Side) key.attachment();
    try {
      if (key.isConnectable() && !connected(side)) {
        return;
      }
      if (key.isValid() && key.isReadable()) {
        read(side);
      }
      if (key.isValid() && key.isWritable()) {
        forward(side.other);
      }
      updateInterest(side);
      updateInterest(side.other);
    } catch (IOException lost) {
      drop(side);
    }
  }

  private void accept() {
    try {
      for (SocketChannel client = acceptor.accept(); client != null; client = acceptor.accept()) {
        if (cut) {
          resetQuietly(new Side(client, null));
        } else {
          join(client);
        }
      }
    } catch (IOException noDescriptors) {
      System.getLogger(CutProxy.class.getName())
          .log(System.Logger.Level.WARNING, "a connection was not taken", noDescriptors);
    }
  }

  private void join(SocketChannel client) throws IOException {
    var near = new Side(client, ((InetSocketAddress) client.getRemoteAddress()).getAddress());
    add(near);
    near.key = client.register(selector, 0, near);
    connect(near, servers.size() - 1);
    open = sides.size() / 2;
  }

  private void add(Side side) throws IOException {
    side.channel.configureBlocking(false);
    side.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    sides.add(side);
  }

  private void connect(Side near, int others) throws IOException {
    var far = new Side(SocketChannel.open(), near.client);
    near.other = far;
    far.other = near;
    far.others = others;
    add(far);
    turn = (turn + 1) % servers.size();
    try {
      far.channel.connect(servers.get(turn));
      far.key = far.channel.register(selector, SelectionKey.OP_CONNECT, far);
    } catch (IOException away) {
      drop(near);
    }
  }

  /** Whether the far side is there; where it is not, the next server is tried. */
  private boolean connected(Side far) throws IOException {
    try {
      return far.channel.finishConnect();
    } catch (IOException away) {
      if (far.others == 0) {
        throw away;
      }
      sides.remove(far);
      closeQuietly(far.channel);
      connect(far.other, far.others - 1);
      return false;
    }
  }

  private static void read(Side side) throws IOException {
    if (side.channel.read(side.toOther) < 0) {
      side.ended = true;
    }
    forward(side);
  }

  /** Sends what one side said to the other, as far as that takes it. */
  private static void forward(Side from) throws IOException {
    if (from.other.channel.isConnected()) {
      from.toOther.flip();
      from.other.channel.write(from.toOther);
      from.toOther.compact();
    }
    if (from.ended && from.toOther.position() == 0) {
      throw new IOException("one side has ended");
    }
  }

  private void updateInterest(Side side) {
    if (!side.channel.isConnected() || !side.key.isValid()) {
      return;
    }
    if (stalledSoFar.test(side.client)) {
      side.key.interestOps(0);
      return;
    }
    boolean reads = !side.ended && side.toOther.hasRemaining() && side.other.channel.isConnected();
    boolean writes = side.other.toOther.position() > 0;
    side.key.interestOps((reads ? SelectionKey.OP_READ : 0) | (writes ? SelectionKey.OP_WRITE : 0));
  }

  private void drop(Side side) {
    for (Side one : List.of(side, side.other)) {
      sides.remove(one);
      closeQuietly(one.channel);
    }
    open = sides.size() / 2;
  }

  /** An end of nothing to linger for is a reset. */
  private static void resetQuietly(Side side) {
    try {
      side.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException goneAlready) {
      closeQuietly(side.channel);
    }
    closeQuietly(side.channel);
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException goneAlready) {
      System.getLogger(CutProxy.class.getName())
          .log(System.Logger.Level.DEBUG, "close", goneAlready);
    }
  }
}
