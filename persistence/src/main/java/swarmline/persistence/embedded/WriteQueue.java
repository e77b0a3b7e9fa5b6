package swarmline.persistence.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes that wait for the committer, in order, bounded by count and by bytes. Every write gets a
 * ticket, one higher than the write before it. Thread-safe.
 */
final class WriteQueue {
  private final int writesMax;
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private List<Write> waiting = new ArrayList<>();
  private long bytes;
  private long lastTicket;
  private boolean closed;
  private boolean committerWaits;

  WriteQueue(int writesMax, long bytesMax) {
    this.writesMax = writesMax;
    this.bytesMax = bytesMax;
  }

  /** What became of an offer that was not taken, as negative tickets. */
  static final long FULL = -1;

  static final long CLOSED = -2;

  /** The write's ticket, {@link #FULL} or {@link #CLOSED}. */
  long offer(Write write) {
    return add(write, true);
  }

  /** As {@link #offer}, however much waits. */
  long force(Write write) {
    return add(write, false);
  }

  private long add(Write write, boolean bounded) {
    lock.lock();
    try {
      if (closed) {
        return CLOSED;
      }
      if (bounded && (waiting.size() >= writesMax || bytes >= bytesMax)) {
        return FULL;
      }
      waiting.add(write);
      bytes += write.size();
      if (committerWaits) {
        committerWaits = false;
        filled.signal();
      }
      return ++lastTicket;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Everything that waits, in order, as soon as there is something; takes an empty list in
   * exchange. Empty when nothing came in time, null when the queue is closed and empty.
   */
  List<Write> take(List<Write> empty, long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (waiting.isEmpty() && !closed && left > 0) {
        committerWaits = true;
        left = filled.awaitNanos(left);
      }
      committerWaits = false;
      if (waiting.isEmpty() && closed) {
        return null;
      }
      List<Write> taken = waiting;
      waiting = empty;
      bytes = 0;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more; what waits is still handed out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  int depth() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }
}
