package swarmline.engine.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import swarmline.engine.catalog.OpenTask;
import swarmline.engine.partition.TaskSummary.LiveLease;

/**
 * An open task as the index holds it: some 80 bytes, so that a million fit. A hint; not
 * thread-safe.
 */
public final class IndexedTask {
  private final long number;
  private final Set<String> reservedFor;
  private final Set<String> unavailableFor;
  private final boolean gold;
  private int priority;
  private Integer redundancy;
  private boolean touched;
  private boolean ended;

  /** Its actor failed, and it has not said since how it is. */
  private boolean silent;

  private int taken;
  private List<String> excluded = List.of();
  private List<LiveLease> live = List.of();

  /** Workers whose claims are on their way to the task. */
  private List<String> claiming = List.of();

  // Where the index keeps it; owned by OfferIndex.
  long rank;
  long stamp;
  boolean offered;

  public IndexedTask(OpenTask task) {
    this.number = task.number();
    this.reservedFor = task.reservedFor();
    this.unavailableFor = task.unavailableFor();
    this.gold = task.gold();
    this.priority = task.priority();
    this.redundancy = task.redundancy();
    this.touched = task.touched();
  }

  public long number() {
    return number;
  }

  public boolean gold() {
    return gold;
  }

  public int priority() {
    return priority;
  }

  public int taken() {
    return taken + claiming.size();
  }

  public boolean touched() {
    return touched;
  }

  public boolean ended() {
    return ended;
  }

  public List<LiveLease> live() {
    return live;
  }

  public List<String> claiming() {
    return claiming;
  }

  /** Whether a further lease might be granted, where the pool wants this many answers. */
  boolean offerable(int poolRedundancy) {
    return !ended && !silent && taken() < (redundancy == null ? poolRedundancy : redundancy);
  }

  /** Whether the task would have this worker, as far as is known here. */
  boolean admits(String worker) {
    return (reservedFor.isEmpty() || reservedFor.contains(worker))
        && !unavailableFor.contains(worker)
        && !excluded.contains(worker)
        && !claiming.contains(worker);
  }

  /** Whether the worker may have had a turn at it, as far as is known here. */
  boolean mayConcern(String worker) {
    return silent || excluded.contains(worker) || claiming.contains(worker);
  }

  /** Whether whoever it excludes now is excluded by the summary too. */
  boolean excludesNoOther(TaskSummary summary) {
    List<String> next = summary.excluded();
    int known = excluded.size();
    boolean longer = next.size() >= known && next.subList(0, known).equals(excluded);
    return longer || next.containsAll(excluded);
  }

  void touch() {
    touched = true;
  }

  void touchFailed() {
    touched = false;
  }

  void claimSent(String worker) {
    claiming = plus(claiming, worker);
  }

  void claimAnswered(String worker) {
    claiming = minus(claiming, worker);
  }

  /** The holder's answer is on its way: the lease no longer counts against anyone's limits. */
  void answerSent(int ordinal) {
    live = live.stream().filter(lease -> lease.ordinal() != ordinal).toList();
  }

  void is(TaskSummary summary) {
    touched = true;
    silent = false;
    priority = summary.priority();
    redundancy = summary.redundancy();
    taken = summary.taken();
    excluded = summary.excluded();
    live = summary.live();
    ended = summary.ended();
    for (LiveLease lease : live) {
      claimAnswered(lease.worker());
    }
  }

  void expire() {
    ended = true;
  }

  void failed() {
    claiming = List.of();
    silent = true;
  }

  private static List<String> plus(List<String> list, String element) {
    var longer = new ArrayList<String>(list.size() + 1);
    longer.addAll(list);
    longer.add(element);
    return longer;
  }

  private static List<String> minus(List<String> list, String element) {
    if (!list.contains(element)) {
      return list;
    }
    return list.size() == 1
        ? List.of()
        : list.stream().filter(other -> !other.equals(element)).toList();
  }
}
