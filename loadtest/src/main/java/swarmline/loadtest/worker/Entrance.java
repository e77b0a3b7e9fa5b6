package swarmline.loadtest.worker;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;

/** Lets a few workers of one loop connect at a time. On the loop's thread only. */
final class Entrance {
  /** Sockets that connect at the same time: a server's backlog is short. */
  private static final int CONNECTING_MAX = 64;

  /** Sockets per source address; an ephemeral port range has about 28,000. */
  private static final int SOCKETS_PER_ADDRESS = 20_000;

  private static final int NONCE_BYTES = 16;

  private final Shift shift;
  private final Deque<Worker> queue = new ArrayDeque<>();
  private int inside;
  private boolean admitting;

  Entrance(Shift shift) {
    this.shift = shift;
  }

  void enter(Worker worker) {
    queue.add(worker);
    admit();
  }

  /** A connection was opened or failed. */
  void passed() {
    inside--;
    admit();
  }

  String webSocketKey() {
    byte[] nonce = new byte[NONCE_BYTES];
    for (int i = 0; i < nonce.length; i++) {
      nonce[i] = (byte) shift.random.nextInt();
    }
    return Base64.getEncoder().encodeToString(nonce);
  }

  /** Where the worker connects from; null for wherever the system likes. */
  SocketAddress source(int worker) {
    int address = worker / SOCKETS_PER_ADDRESS;
    boolean loopback = shift.orders.target().address().getAddress().isLoopbackAddress();
    return address == 0 || !loopback ? null : new InetSocketAddress("127.0.0." + (1 + address), 0);
  }

  private void admit() {
    if (admitting) {
      return;
    }
    admitting = true;
    while (inside < CONNECTING_MAX && !queue.isEmpty()) {
      inside++;
      queue.poll().connect();
    }
    admitting = false;
  }
}
