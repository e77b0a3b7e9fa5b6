package swarmline.api.cli;

/**
 * Gives the JDK's common pool two threads where it would have one, on two cores or fewer. With one
 * the JDK leaves it unused, and starts a thread of its own for every stage of a future that names
 * no executor: each stage after a question to the engine, which costs more than the request.
 */
public final class CommonPool {
  /** As {@link java.util.concurrent.ForkJoinPool} documents it. */
  private static final String PARALLELISM = "java.util.concurrent.ForkJoinPool.common.parallelism";

  private static final int LEAST_USED = 2;

  private CommonPool() {}

  /** Must run before anything uses the pool. What was set by hand is left as it is. */
  public static void widen() {
    if (System.getProperty(PARALLELISM) == null
        && Runtime.getRuntime().availableProcessors() <= LEAST_USED) {
      System.setProperty(PARALLELISM, Integer.toString(LEAST_USED));
    }
  }
}
