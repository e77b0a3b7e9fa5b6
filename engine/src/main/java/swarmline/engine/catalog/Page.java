package swarmline.engine.catalog;

import java.util.List;

/**
 * A part of a list: so many rows as were asked for, or fewer where they are large.
 *
 * @param next where the following page starts, opaque; null when there is none yet
 */
public record Page<T>(List<T> items, String next) {
  /**
   * Bytes of stored rows in a page at the most, but for a single row that is larger: payloads and
   * answers may have 256 KiB each, and a page is held in memory.
   */
  public static final int BYTES_MAX = 1 << 20;

  public Page {
    items = List.copyOf(items);
  }
}
