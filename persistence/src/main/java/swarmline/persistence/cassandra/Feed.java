package swarmline.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import swarmline.engine.catalog.FeedEntry;
import swarmline.engine.catalog.Page;
import swarmline.engine.id.TenantId;

/**
 * The feeds of tenants. Each process appends to a lane of its own, under its number, in order and
 * one group of entries at a time, and says how far the lane goes when they are stored: so nobody
 * reads past an entry that is still to come, and no two processes write to one place. Thread-safe.
 */
final class Feed {
  private final CassandraStore store;
  private final Queries queries;
  private final Statements statements;
  private final Map<TenantId, Lane> lanes = new ConcurrentHashMap<>();

  /** This process's lane in a tenant's feed, and what waits for the group under way. */
  private static final class Lane {
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean busy;
    private long next;
  }

  /**
   * @param unsure whether an entry may be there already
   */
  private record Waiting(List<FeedEntry> entries, boolean unsure, CompletableFuture<Done> stage) {}

  Feed(CassandraStore store) {
    this.store = store;
    this.queries = store.queries();
    this.statements = store.statements();
  }

  /** Appends entries whose ids are not known. */
  CompletionStage<Done> put(List<FeedEntry> entries) {
    return put(entries, true);
  }

  /** Appends entries, for one who knows that they are not there, but for what a crash leaves. */
  CompletionStage<Done> append(List<FeedEntry> entries) {
    return put(entries, false);
  }

  private CompletionStage<Done> put(List<FeedEntry> entries, boolean unsure) {
    return Queries.all(
        entries.stream()
            .collect(
                Collectors.groupingBy(FeedEntry::tenant, LinkedHashMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .map(tenant -> put(tenant.getKey(), tenant.getValue(), unsure))
            .toList());
  }

  private CompletionStage<Done> put(TenantId tenant, List<FeedEntry> entries, boolean unsure) {
    Lane lane = lanes.computeIfAbsent(tenant, key -> new Lane());
    var waiting = new Waiting(entries, unsure, new CompletableFuture<>());
    boolean first;
    synchronized (lane) {
      lane.waiting.add(waiting);
      first = !lane.busy;
      lane.busy = true;
    }
    if (first) {
      next(tenant, lane);
    }
    return waiting.stage();
  }

  private void next(TenantId tenant, Lane lane) {
    List<Waiting> group;
    synchronized (lane) {
      group = List.copyOf(lane.waiting);
      lane.waiting.clear();
      lane.busy = !group.isEmpty();
    }
    if (!group.isEmpty()) {
      append(tenant, lane, group)
          .whenComplete(
              (done, failure) -> {
                Queries.settle(group.stream().map(Waiting::stage), failure);
                next(tenant, lane);
              });
    }
  }

  private CompletionStage<Done> append(TenantId tenant, Lane lane, List<Waiting> group) {
    Map<String, FeedEntry> byId = new LinkedHashMap<>();
    Set<String> unsure = new HashSet<>();
    for (Waiting waiting : group) {
      for (FeedEntry entry : waiting.entries()) {
        byId.putIfAbsent(entry.id(), entry);
        if (waiting.unsure()) {
          unsure.add(entry.id());
        }
      }
    }
    return known(tenant, unsure)
        .thenCompose(
            known -> {
              byId.keySet().removeAll(known);
              unsure.removeAll(known);
              return byId.isEmpty()
                  ? CompletableFuture.completedStage(Done.getInstance())
                  : write(tenant, lane, List.copyOf(byId.values()))
                      .thenCompose(done -> remember(tenant, unsure));
            });
  }

  private CompletionStage<Set<String>> known(TenantId tenant, Set<String> ids) {
    Set<String> known = ConcurrentHashMap.newKeySet();
    return Queries.all(
            ids.stream()
                .map(
                    id ->
                        queries
                            .first(statements.feedId.bind(tenant.value(), id))
                            .thenAccept(row -> row.ifPresent(r -> known.add(id))))
                .toList())
        .thenApply(done -> known);
  }

  /** The positions count as taken only when all is stored: a group that fails is written over. */
  private CompletionStage<Done> write(TenantId tenant, Lane lane, List<FeedEntry> entries) {
    long number = store.lease().number();
    List<CompletionStage<Done>> writes = new ArrayList<>();
    long position = lane.next;
    for (FeedEntry entry : entries) {
      ByteBuffer bytes = Places.bytes(entry);
      long bucket = position / Places.FEED;
      writes.add(
          store
              .writes()
              .write(
                  List.of("feed", tenant, bucket),
                  statements.putFeed.bind(tenant.value(), number, bucket, position, bytes),
                  bytes.remaining()));
      position++;
    }
    long end = position;
    return Queries.all(writes)
        .thenCompose(
            done ->
                store
                    .writes()
                    .write(
                        List.of("feed_lanes", tenant),
                        statements.putLane.bind(tenant.value(), number, end),
                        Long.BYTES))
        .thenApply(
            done -> {
              lane.next = end;
              return done;
            });
  }

  private CompletionStage<Done> remember(TenantId tenant, Set<String> ids) {
    long number = store.lease().number();
    return Queries.all(
        ids.stream()
            .map(
                id ->
                    store
                        .writes()
                        .write(
                            List.of("feed_ids", tenant, id),
                            statements.putFeedId.bind(tenant.value(), id, number),
                            id.length()))
            .toList());
  }

  /** Where every lane ends now. */
  CompletionStage<Positions> end(TenantId tenant) {
    return ends(tenant).thenApply(Positions::new);
  }

  private CompletionStage<Map<Long, Long>> ends(TenantId tenant) {
    return queries
        .rows(statements.lanes.bind(tenant.value()))
        .thenApply(
            rows -> {
              Map<Long, Long> ends = new TreeMap<>();
              rows.forEach(row -> ends.put(row.getLong("lane"), row.getLong("last")));
              return ends;
            });
  }

  /**
   * Entries after a cursor, of one lane: the first that has any. Lanes that are over are dropped.
   */
  CompletionStage<Page<FeedEntry>> page(TenantId tenant, Positions after, int limit) {
    return ends(tenant)
        .thenCompose(
            ends -> {
              Map<Long, Long> kept = new TreeMap<>(after.next());
              kept.keySet().retainAll(ends.keySet());
              var from = new Positions(kept);
              Optional<Long> lane =
                  ends.keySet().stream().filter(l -> ends.get(l) > from.of(l)).findFirst();
              return lane.isEmpty()
                  ? CompletableFuture.completedStage(new Page<FeedEntry>(List.of(), from.text()))
                  : page(tenant, from, lane.get(), ends.get(lane.get()), limit);
            });
  }

  private CompletionStage<Page<FeedEntry>> page(
      TenantId tenant, Positions from, long lane, long end, int limit) {
    long first = from.of(lane);
    long bucket = first / Places.FEED;
    return queries
        .rows(statements.feedAfter.bind(tenant.value(), lane, bucket, first - 1, limit))
        .thenApply(
            rows -> {
              List<Row> stored =
                  rows.stream().filter(row -> row.getLong("position") < end).toList();
              // What is missing in a bucket was kept long enough: go on with the next one.
              long next =
                  stored.isEmpty()
                      ? Math.min(end, (bucket + 1) * Places.FEED)
                      : stored.get(stored.size() - 1).getLong("position") + 1;
              return new Page<>(
                  stored.stream()
                      .map(row -> Places.decode(FeedEntry.class, row.getByteBuffer("entry")))
                      .toList(),
                  from.with(lane, next).text());
            });
  }
}
