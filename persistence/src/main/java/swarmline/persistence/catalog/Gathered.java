package swarmline.persistence.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import swarmline.engine.catalog.Page;

/**
 * Items of a page as they are read: no more than are asked for, and no more than {@link
 * Page#BYTES_MAX} of them, but one at least. Not thread-safe.
 */
public final class Gathered<T> {
  private final int limit;
  private final List<T> items = new ArrayList<>();
  private long bytes;
  private boolean more;

  public Gathered(int limit) {
    this.limit = limit;
  }

  /**
   * Takes an item, if there is room for it or it is the first.
   *
   * @param size of its row, bytes
   * @return whether it was taken; if not, there is more than goes into the page
   */
  public boolean add(T item, int size) {
    boolean fits = items.size() < limit && (items.isEmpty() || bytes + size <= Page.BYTES_MAX);
    if (fits) {
      items.add(item);
      bytes += size;
    } else {
      more = true;
    }
    return fits;
  }

  /** How many items there may be besides these. */
  public int left() {
    return limit - items.size();
  }

  /** Whether there is more than goes into the page. */
  public boolean more() {
    return more;
  }

  public List<T> items() {
    return items;
  }

  /**
   * @param place of an item, after which the next page begins
   */
  public Page<T> page(Function<T, String> place) {
    return new Page<>(items, more ? place.apply(items.get(items.size() - 1)) : null);
  }
}
