package swarmline.engine.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingQuery;
import org.apache.pekko.cluster.sharding.typed.GetClusterShardingStats;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Who is in the cluster, as one node sees it, and how many entities of each kind live where.
 *
 * @param self this node's address
 * @param leader address of the leader; null where there is none
 */
public record ClusterMap(String self, String leader, List<Node> nodes) {
  /**
   * One node.
   *
   * @param status such as {@code up}
   * @param reachable whether this node reaches it
   * @param entities by kind: partitions, workers, pools that are in memory there
   */
  public record Node(
      String address, String status, boolean reachable, Map<String, Integer> entities) {}

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);

  private record Kind(String name, EntityTypeKey<?> key) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("partitions", EntityTypes.PARTITION),
          new Kind("pools", EntityTypes.POOL),
          new Kind("workers", EntityTypes.WORKER));

  /** Asks every node what lives there; where one does not answer in time, it counts nothing. */
  static CompletionStage<ClusterMap> of(ActorSystem<?> system, ClusterSharding sharding) {
    CompletionStage<Map<String, Map<String, Integer>>> counts =
        CompletableFuture.completedStage(new TreeMap<>());
    for (Kind kind : KINDS) {
      counts =
          counts.thenCombine(
              stats(system, sharding, kind),
              (all, stats) -> {
                stats.ifPresent(known -> add(all, kind, known, selfOf(system)));
                return all;
              });
    }
    return counts.thenApply(all -> map(system, all));
  }

  /** Nothing where sharding itself does not answer, as while its coordinator moves. */
  private static CompletionStage<Optional<ShardRegion.ClusterShardingStats>> stats(
      ActorSystem<?> system, ClusterSharding sharding, Kind kind) {
    return AskPattern.<ClusterShardingQuery, ShardRegion.ClusterShardingStats>ask(
            sharding.shardState(),
            replyTo -> new GetClusterShardingStats(kind.key(), ANSWER_WITHIN, replyTo),
            ANSWER_WITHIN.multipliedBy(2),
            system.scheduler())
        .handle((stats, late) -> Optional.ofNullable(stats));
  }

  private static void add(
      Map<String, Map<String, Integer>> all,
      Kind kind,
      ShardRegion.ClusterShardingStats stats,
      String self) {
    stats
        .getRegions()
        .forEach(
            (address, region) ->
                all.computeIfAbsent(
                        address.hasLocalScope() ? self : address.hostPort(), key -> new TreeMap<>())
                    .put(
                        kind.name(),
                        region.getStats().values().stream()
                            .mapToInt(count -> ((Number) count).intValue())
                            .sum()));
  }

  private static String selfOf(ActorSystem<?> system) {
    return Cluster.get(system).selfMember().address().hostPort();
  }

  private static ClusterMap map(ActorSystem<?> system, Map<String, Map<String, Integer>> entities) {
    ClusterEvent.CurrentClusterState state = Cluster.get(system).state();
    List<Node> nodes = new ArrayList<>();
    for (Member member :
        StreamSupport.stream(state.getMembers().spliterator(), false)
            .sorted(Comparator.comparing(member -> member.address().hostPort()))
            .toList()) {
      String address = member.address().hostPort();
      nodes.add(
          new Node(
              address,
              member.status().toString().toLowerCase(Locale.ROOT),
              !state.getUnreachable().contains(member),
              entities.getOrDefault(address, Map.of())));
    }
    return new ClusterMap(
        selfOf(system),
        state.getLeader() == null ? null : state.getLeader().hostPort(),
        List.copyOf(nodes));
  }
}
