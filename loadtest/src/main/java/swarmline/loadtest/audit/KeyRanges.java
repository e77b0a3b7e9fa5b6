package swarmline.loadtest.audit;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Sets of counted keys, one for each pool and series. */
final class KeyRanges {
  private final Map<String, Map<String, BitSet>> pools = new HashMap<>();

  void add(String pool, String series, long first, int count) {
    int from = Math.toIntExact(first);
    of(pool, series).set(from, from + count);
  }

  /** Whether the key was there already; false also where it is not a counted one. */
  boolean addKey(String pool, String key) {
    int dash = dash(key);
    if (dash < 0) {
      return false;
    }
    BitSet numbers = of(pool, key.substring(0, dash));
    int number = Integer.parseInt(key.substring(dash + 1));
    boolean known = numbers.get(number);
    numbers.set(number);
    return known;
  }

  boolean hasKey(String pool, String key) {
    int dash = dash(key);
    return dash >= 0
        && of(pool, key.substring(0, dash)).get(Integer.parseInt(key.substring(dash + 1)));
  }

  /** Keys of this set that are not in the other, by pool and series; empty ones left out. */
  Map<String, BitSet> without(KeyRanges other) {
    var missing = new HashMap<String, BitSet>();
    pools.forEach(
        (pool, seriesOf) ->
            seriesOf.forEach(
                (series, numbers) -> {
                  var rest = (BitSet) numbers.clone();
                  rest.andNot(other.of(pool, series));
                  if (!rest.isEmpty()) {
                    missing.put(pool + "/" + series, rest);
                  }
                }));
    return missing;
  }

  private BitSet of(String pool, String series) {
    return pools
        .computeIfAbsent(pool, name -> new HashMap<>())
        .computeIfAbsent(series, name -> new BitSet());
  }

  private static int dash(String key) {
    int dash = key.lastIndexOf('-');
    boolean counted = dash > 0 && key.substring(dash + 1).matches("[0-9]{1,9}");
    return counted ? dash : -1;
  }
}
