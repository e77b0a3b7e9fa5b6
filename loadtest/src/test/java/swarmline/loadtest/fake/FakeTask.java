package swarmline.loadtest.fake;

import java.util.ArrayList;
import java.util.List;

/** One task in the fake's memory. */
final class FakeTask {
  final FakePool pool;
  final String id;
  final String key;
  final String payload;
  final List<Turn> turns = new ArrayList<>(1);
  int wanted;
  int live;
  int counted;
  boolean ended;
  long endedAt;
  int extra;

  FakeTask(FakePool pool, String id, String key, String payload) {
    this.pool = pool;
    this.id = id;
    this.key = key;
    this.payload = payload;
    this.wanted = pool.redundancy;
  }

  boolean isOpenTo(String worker) {
    if (ended || live + counted >= wanted + extra) {
      return false;
    }
    for (Turn turn : turns) {
      if (turn.worker.equals(worker) && (turn.isLive() || turn.counted)) {
        return false;
      }
    }
    return true;
  }

  boolean isFull() {
    return live + counted >= wanted + extra;
  }
}
