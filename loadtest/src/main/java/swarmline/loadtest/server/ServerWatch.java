package swarmline.loadtest.server;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the server's metrics every second, on a thread of its own, so that a server that stands
 * still keeps nobody waiting. Thread-safe.
 */
public final class ServerWatch implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final PlatformApi api;
  private final Thread thread = new Thread(this::watch, "server metrics");
  private volatile Map<String, Double> latest = Map.of();
  private volatile boolean stopped;

  public ServerWatch(PlatformApi api) {
    this.api = api;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** The figures of the last second, once; empty where the server did not tell. */
  public Map<String, Double> take() {
    Map<String, Double> figures = latest;
    latest = Map.of();
    return figures;
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }

  private void watch() {
    PrometheusText before = null;
    long beforeAt = 0;
    try {
      while (!stopped) {
        PrometheusText now = read();
        long at = System.nanoTime();
        if (before != null && now != null) {
          latest = ServerFigures.between(before, now, (at - beforeAt) / NANOS_PER_SECOND);
        }
        before = now;
        beforeAt = at;
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Null where the server does not answer or does not let us look. */
  private PrometheusText read() throws InterruptedException {
    try {
      return PrometheusText.of(api.metrics());
    } catch (IOException away) {
      return null;
    }
  }
}
