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

/**
 * Forwards TCP connections to a server until they are cut: all at once, with a reset, as a broken
 * cable or a restarted balancer does. One thread serves all.
 */
final class CutProxy implements Closeable {
  private static final int BACKLOG = 1024;
  private static final int SELECT_MILLIS = 20;
  private static final int BUFFER_BYTES = 64 * 1024;

  /** One side of a connection, and what still has to go to the other. */
  private static final class Side {
    final SocketChannel channel;
    final ByteBuffer toOther = ByteBuffer.allocateDirect(BUFFER_BYTES);
    Side other;
    SelectionKey key;
    boolean ended;

    Side(SocketChannel channel) {
      this.channel = channel;
    }
  }

  private final InetSocketAddress server;
  private final Selector selector = Selector.open();
  private final ServerSocketChannel acceptor = ServerSocketChannel.open();
  private final Set<Side> sides = new HashSet<>();
  private final Thread thread = new Thread(this::serve, "cut proxy");
  private volatile boolean cut;
  private volatile boolean stopped;
  private volatile int open;

  private CutProxy(InetSocketAddress server) throws IOException {
    this.server = server;
    acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    acceptor.configureBlocking(false);
    acceptor.register(selector, SelectionKey.OP_ACCEPT);
    thread.setDaemon(true);
  }

  /** Forwards from a free port from now on. */
  static CutProxy to(InetSocketAddress server) throws IOException {
    var proxy = new CutProxy(server);
    proxy.thread.start();
    return proxy;
  }

  int port() throws IOException {
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
    if (key.isAcceptable()) {
      accept();
      return;
    }
    var side = (Side) key.attachment();
    try {
      if (key.isConnectable()) {
        side.channel.finishConnect();
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
          resetQuietly(new Side(client));
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
    var near = new Side(client);
    var far = new Side(SocketChannel.open());
    near.other = far;
    far.other = near;
    for (Side side : List.of(near, far)) {
      side.channel.configureBlocking(false);
      side.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      sides.add(side);
    }
    try {
      far.channel.connect(server);
      far.key = far.channel.register(selector, SelectionKey.OP_CONNECT, far);
      near.key = near.channel.register(selector, 0, near);
      open = sides.size() / 2;
    } catch (IOException away) {
      drop(near);
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

  private static void updateInterest(Side side) {
    if (!side.channel.isConnected() || !side.key.isValid()) {
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
