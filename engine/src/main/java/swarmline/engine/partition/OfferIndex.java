package swarmline.engine.partition;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.pool.DispatchOrder;

/**
 * The tasks with a free slot, in the pool's order of dispatch, and for each worker how far it has
 * looked.
 *
 * <p>A worker that answered the first thousand tasks of a pool which wants three answers must not
 * walk over them at each claim. So for each worker a mark is kept up to which nothing admits it;
 * tasks that come back below a mark are found by their stamps, which grow with each insertion. Both
 * walks go forward only, so a claim costs the logarithm of the number of tasks, amortised.
 */
public final class OfferIndex {
  /** Workers whose marks are kept; the least recently seen start from the front again. */
  static final int MARKS_MAX = 100_000;

  /**
   * Tasks that came back below a worker's mark and would have it; where there are more, the mark
   * goes back to the first of them, since to walk on from there is less than to search these again
   * at each claim.
   */
  static final int RETURNED_MAX = 1_000;

  /** Tasks at the front that are looked at to find one that is untouched. */
  private static final int LOOKED_AT_FOR_ONE = 4;

  private static final Comparator<IndexedTask> BY_RANK =
      Comparator.<IndexedTask>comparingLong(task -> task.rank)
          .thenComparingLong(IndexedTask::number);

  private final Map<Long, IndexedTask> tasks = new HashMap<>();
  private final NavigableSet<IndexedTask> offered = new TreeSet<>(BY_RANK);

  /** Offered tasks that came to stand before some worker's mark, by stamp. */
  private final NavigableMap<Long, IndexedTask> returned = new TreeMap<>();

  private final Map<String, Mark> marks =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Mark> eldest) {
          return size() > MARKS_MAX;
        }
      };

  private final Map<Long, IndexedTask> golds = new HashMap<>();
  private DispatchOrder order;
  private int redundancy;
  private int goldAnswers;
  private boolean apart;
  private IndexedTask furthest;
  private long clock;
  private long steps;

  /**
   * How far one worker has looked: nothing before {@code at} that came by {@code seen} admits it.
   */
  private static final class Mark {
    IndexedTask at;
    long seen;
  }

  public OfferIndex(DispatchOrder order, int redundancy) {
    this.order = order;
    this.redundancy = redundancy;
    this.goldAnswers = redundancy;
  }

  /** The pool's policy is another now: everything is put in order anew. */
  public void policy(DispatchOrder newOrder, int newRedundancy) {
    policy(newOrder, newRedundancy, newRedundancy, false);
  }

  /**
   * The same with golds that are another matter.
   *
   * @param newGoldAnswers how many workers a gold is given to
   * @param newApart whether golds are kept apart, to be had by {@link #firstGold} only
   */
  public void policy(
      DispatchOrder newOrder, int newRedundancy, int newGoldAnswers, boolean newApart) {
    boolean same = newOrder == order && newRedundancy == redundancy;
    if (same && newGoldAnswers == goldAnswers && newApart == apart) {
      return;
    }
    order = newOrder;
    redundancy = newRedundancy;
    goldAnswers = newGoldAnswers;
    apart = newApart;
    offered.clear();
    returned.clear();
    marks.clear();
    furthest = null;
    for (IndexedTask task : tasks.values()) {
      task.offered = false;
      place(task);
    }
  }

  public IndexedTask add(OpenTask open) {
    var task = new IndexedTask(open);
    IndexedTask known = tasks.putIfAbsent(open.number(), task);
    if (known != null) {
      return known;
    }
    if (task.gold()) {
      golds.put(task.number(), task);
    }
    place(task);
    return task;
  }

  public Optional<IndexedTask> find(long number) {
    return Optional.ofNullable(tasks.get(number));
  }

  public void remove(long number) {
    IndexedTask task = tasks.remove(number);
    if (task != null) {
      golds.remove(number);
      withdraw(task);
    }
  }

  /** Numbers of the open tasks that may have a journal. */
  public List<Long> touched() {
    return inPlay().filter(task -> !task.ended()).map(IndexedTask::number).toList();
  }

  /** Those of them at which the worker may have had a turn. */
  public List<Long> touchedBy(String worker) {
    return inPlay()
        .filter(task -> !task.ended() && task.mayConcern(worker))
        .map(IndexedTask::number)
        .toList();
  }

  /** The same with those that have ended and are not final yet. */
  public List<Long> notFinal() {
    return inPlay().map(IndexedTask::number).toList();
  }

  /** Those of them at which the worker may have had a turn. */
  public List<Long> notFinalOf(String worker) {
    return inPlay().filter(task -> task.mayConcern(worker)).map(IndexedTask::number).toList();
  }

  private Stream<IndexedTask> inPlay() {
    return tasks.values().stream().filter(IndexedTask::touched);
  }

  /** Numbers of some open tasks, so many at the most. */
  public List<Long> open(int limit) {
    return tasks.values().stream()
        .filter(task -> !task.ended())
        .limit(limit)
        .map(IndexedTask::number)
        .toList();
  }

  /** A task that nobody touched ends, without its actor. */
  public void expire(long number) {
    IndexedTask task = tasks.get(number);
    if (task != null) {
      withdraw(task);
      task.expire();
    }
  }

  public int size() {
    return tasks.size();
  }

  public int offerable() {
    return offered.size();
  }

  /**
   * Numbers of tasks that nobody touched among the first in order, so many at the most: those that
   * are likely to be claimed next.
   */
  public List<Long> untouched(int limit) {
    return offered.stream()
        .limit(LOOKED_AT_FOR_ONE * (long) limit)
        .filter(task -> !task.touched())
        .limit(limit)
        .map(IndexedTask::number)
        .toList();
  }

  /** Whether the task may be offered now. */
  public boolean offers(IndexedTask task) {
    return task.offered;
  }

  /** The first task in order that would have this worker, as far as is known here. */
  public Optional<IndexedTask> first(String worker) {
    Mark mark = marks.computeIfAbsent(worker, name -> new Mark());
    Optional<IndexedTask> before = firstReturned(worker, mark);
    return before.isPresent() ? before : firstBeyond(worker, mark);
  }

  /**
   * A gold that would have this worker, where golds are kept apart. Each worker comes by them in an
   * order of its own, so that workers who talk find them no sooner. Looks at every gold.
   */
  public Optional<IndexedTask> firstGold(String worker) {
    long own = worker.hashCode();
    return golds.values().stream()
        .filter(task -> task.offerable(goldAnswers) && task.admits(worker))
        .min(
            Comparator.<IndexedTask>comparingLong(task -> shuffled(shuffled(own) ^ task.number()))
                .thenComparingLong(IndexedTask::number));
  }

  private Optional<IndexedTask> firstReturned(String worker, Mark mark) {
    if (mark.at == null) {
      mark.seen = clock;
      return Optional.empty();
    }
    IndexedTask best = null;
    int fitting = 0;
    for (var entry : returned.tailMap(mark.seen, false).entrySet()) {
      steps++;
      IndexedTask task = entry.getValue();
      boolean fits = BY_RANK.compare(task, mark.at) <= 0 && task.admits(worker);
      fitting += fits ? 1 : 0;
      if (fits && (best == null || BY_RANK.compare(task, best) < 0)) {
        best = task;
      } else if (best == null) {
        mark.seen = entry.getKey();
      }
    }
    if (best == null) {
      mark.seen = clock;
    } else if (fitting > RETURNED_MAX) {
      mark.at = standIn(best);
      mark.seen = clock;
    }
    return Optional.ofNullable(best);
  }

  private Optional<IndexedTask> firstBeyond(String worker, Mark mark) {
    var rest = mark.at == null ? offered : offered.tailSet(mark.at, true);
    for (IndexedTask task : rest) {
      steps++;
      if (task.admits(worker)) {
        return Optional.of(task);
      }
      mark.at = standIn(task);
      if (furthest == null || BY_RANK.compare(furthest, mark.at) < 0) {
        furthest = mark.at;
      }
    }
    return Optional.empty();
  }

  /** Tasks looked at by all searches so far. */
  long steps() {
    return steps;
  }

  /** A copy of a task's place, which does not move when the task does. */
  private static IndexedTask standIn(IndexedTask task) {
    var place =
        new IndexedTask(
            new OpenTask(task.number(), 0, null, java.util.Set.of(), java.util.Set.of(), false));
    place.rank = task.rank;
    return place;
  }

  public void touch(IndexedTask task) {
    task.touch();
  }

  /** The store may not have it as touched: it is to be told again. */
  public void touchFailed(IndexedTask task) {
    task.touchFailed();
  }

  public void claimSent(IndexedTask task, String worker) {
    change(task, () -> task.claimSent(worker), false);
  }

  /** The claim came to nothing. */
  public void claimAnswered(IndexedTask task, String worker) {
    change(task, () -> task.claimAnswered(worker), true);
  }

  public void answerSent(IndexedTask task, int ordinal) {
    task.answerSent(ordinal);
  }

  /** The task says how it is. */
  public void update(IndexedTask task, TaskSummary summary) {
    boolean mayAdmitMore = summary.taken() < task.taken() || !task.excludesNoOther(summary);
    change(task, () -> task.is(summary), mayAdmitMore);
  }

  /**
   * The task's actor is gone with the claims that were on their way to it; it is offered to nobody
   * until it says how it is.
   */
  public void failed(IndexedTask task) {
    change(task, task::failed, true);
  }

  /**
   * @param mayAdmitMore whether a worker that the task would not have had may be welcome now
   */
  private void change(IndexedTask task, Runnable change, boolean mayAdmitMore) {
    boolean stays = task.offered && offerable(task);
    long rankBefore = task.rank;
    if (!mayAdmitMore && stays && !rankMoves()) {
      change.run();
      if (!offerable(task)) {
        withdraw(task);
      } else if (rank(task) != rankBefore) {
        withdraw(task);
        place(task);
      }
      return;
    }
    withdraw(task);
    change.run();
    place(task);
  }

  /** Whether a task's place depends on the slots taken, so that it must leave before it changes. */
  private boolean rankMoves() {
    return order == DispatchOrder.DEPTH_FIRST || order == DispatchOrder.BREADTH_FIRST;
  }

  private boolean offerable(IndexedTask task) {
    return task.gold() ? !apart && task.offerable(goldAnswers) : task.offerable(redundancy);
  }

  private void place(IndexedTask task) {
    if (task.offered || !offerable(task)) {
      return;
    }
    task.rank = rank(task);
    task.stamp = ++clock;
    task.offered = true;
    offered.add(task);
    if (furthest != null && BY_RANK.compare(task, furthest) <= 0) {
      returned.put(task.stamp, task);
    }
  }

  private void withdraw(IndexedTask task) {
    if (task.offered) {
      offered.remove(task);
      returned.remove(task.stamp);
      task.offered = false;
    }
  }

  /** The lower the earlier; of equals the lower number. */
  private long rank(IndexedTask task) {
    return switch (order) {
      case PRIORITY -> -(long) task.priority();
      case FIFO -> 0;
      case DEPTH_FIRST -> (-(long) task.taken() << Integer.SIZE) - task.priority();
      case BREADTH_FIRST -> ((long) task.taken() << Integer.SIZE) - task.priority();
      case RANDOM -> shuffled(task.number());
    };
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood, 2014): a fixed shuffle of the numbers. */
  static long shuffled(long number) {
    long z = number * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
