package swarmline.loadtest.worker;

/**
 * The workers of one generator, as a part of all workers of the run.
 *
 * @param series begins every name
 * @param first number of the first of them
 */
public record Roster(String series, int first, int count) {

  /** What the worker of this number is called. */
  public String name(int worker) {
    return series + "-" + worker;
  }
}
