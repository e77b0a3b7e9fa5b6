package swarmline.engine.dispatch;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TenantId;
import swarmline.engine.pool.PoolStatus;
import swarmline.engine.pool.PoolView;

/**
 * Every pool as this node knows it, so that no request asks a pool's entity for what rarely
 * changes. Thread-safe. A view may be a moment old; partitions and tasks have the last word.
 */
public final class PoolDirectory {
  private final Map<PoolId, PoolView> pools = new ConcurrentHashMap<>();

  private final LongAdder slices = new LongAdder();

  /** What {@link #openOf} says, until a pool of the tenant changes. */
  private final Map<TenantId, List<PoolView>> open = new ConcurrentHashMap<>();

  private final Map<TenantId, Set<ActorRef<WorkerCommand>>> workers = new ConcurrentHashMap<>();

  private volatile Function<PoolView, CompletionStage<Done>> others =
      pool -> CompletableFuture.completedStage(Done.getInstance());

  PoolDirectory() {}

  public Optional<PoolView> find(PoolId pool) {
    return Optional.ofNullable(pools.get(pool));
  }

  /** A tenant's pools, the oldest first. */
  public List<PoolView> of(TenantId tenant) {
    return pools.values().stream()
        .filter(pool -> pool.id().tenant().equals(tenant))
        .sorted(Comparator.comparing(PoolView::createdAt).thenComparing(p -> p.id().code()))
        .toList();
  }

  /** Every pool of every tenant, in no order. */
  public List<PoolView> all() {
    return List.copyOf(pools.values());
  }

  /** How many pools there are, of all tenants. */
  public int size() {
    return pools.size();
  }

  /** How many slices they have; a pool keeps its number. */
  public long slices() {
    return slices.sum();
  }

  /**
   * A tenant's open pools, those with higher priority first, then the older; the same list until
   * one of them changes.
   */
  List<PoolView> openOf(TenantId tenant) {
    return open.computeIfAbsent(tenant, this::inOrder);
  }

  private List<PoolView> inOrder(TenantId tenant) {
    return pools.values().stream()
        .filter(pool -> pool.id().tenant().equals(tenant) && pool.status() == PoolStatus.OPEN)
        .sorted(
            Comparator.comparing((PoolView pool) -> pool.spec().priority())
                .reversed()
                .thenComparing(PoolView::createdAt)
                .thenComparing(pool -> pool.id().code()))
        .toList();
  }

  /**
   * From now on this hears of the pools that change here.
   *
   * @param hears completes when the others know
   */
  void tellOthers(Function<PoolView, CompletionStage<Done>> hears) {
    others = hears;
  }

  /** Notes a pool that is newer than known, as another node has it; whether it is. */
  boolean heard(PoolView pool) {
    boolean newer = find(pool.id()).filter(known -> known.version() >= pool.version()).isEmpty();
    if (newer) {
      put(pool);
    }
    return newer;
  }

  /** Notes a pool that has changed here; completes when the other nodes know, or are late. */
  CompletionStage<Done> changed(PoolView pool) {
    put(pool);
    return others.apply(pool);
  }

  /** Notes a pool, unless a newer view of it is known, and tells the tenant's workers. */
  void put(PoolView pool) {
    if (pools.putIfAbsent(pool.id(), pool) == null) {
      slices.add(pool.partitions());
    }
    PoolView kept =
        pools.merge(pool.id(), pool, (old, next) -> next.version() > old.version() ? next : old);
    if (kept.version() == pool.version()) {
      open.remove(pool.id().tenant());
      workers
          .getOrDefault(pool.id().tenant(), Set.of())
          .forEach(worker -> worker.tell(new WorkerCommand.PoolChanged(pool)));
    }
  }

  /** From now on the worker is told of the tenant's pools. */
  void follow(TenantId tenant, ActorRef<WorkerCommand> worker) {
    workers.computeIfAbsent(tenant, key -> ConcurrentHashMap.newKeySet()).add(worker);
  }

  void unfollow(TenantId tenant, ActorRef<WorkerCommand> worker) {
    workers.computeIfPresent(
        tenant,
        (key, followers) -> {
          followers.remove(worker);
          return followers.isEmpty() ? null : followers;
        });
  }
}
