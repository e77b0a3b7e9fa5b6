package swarmline.loadtest.worker;

import java.util.ArrayList;
import java.util.List;

/**
 * The workers of one generator, as a part of all workers of the run.
 *
 * @param series begins every name
 * @param first number of the first of them
 */
public record Roster(String series, int first, int count) {

  /** The same workers in so many parts that differ by one at the most. */
  public List<Roster> parts(int parts) {
    List<Roster> all = new ArrayList<>();
    int from = first;
    for (int part = 0; part < parts; part++) {
      int size = count / parts + (part < count % parts ? 1 : 0);
      all.add(new Roster(series, from, size));
      from += size;
    }
    return all;
  }

  /** What the worker of this number is called. */
  public String name(int worker) {
    return series + "-" + worker;
  }
}
