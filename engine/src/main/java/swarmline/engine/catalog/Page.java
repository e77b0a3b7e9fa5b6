package swarmline.engine.catalog;

import java.util.List;

/**
 * A part of a list.
 *
 * @param next where the following page starts, opaque; null when there is none yet
 */
public record Page<T>(List<T> items, String next) {
  public Page {
    items = List.copyOf(items);
  }
}
