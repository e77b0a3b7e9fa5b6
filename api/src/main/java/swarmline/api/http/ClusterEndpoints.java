package swarmline.api.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import swarmline.api.auth.Role;
import swarmline.engine.dispatch.ClusterMap;

/** Who is in the cluster, and what lives where. */
final class ClusterEndpoints {
  private final Api api;

  ClusterEndpoints(Api api) {
    this.api = api;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.get("/v1/cluster", this::get).to(Role.PLATFORM, Role.OPERATOR));
  }

  record ClusterView(String self, String leader, List<NodeView> nodes) {}

  record NodeView(
      String address, String status, boolean reachable, int partitions, int pools, int workers) {}

  private CompletionStage<HttpResponse> get(Exchange exchange) {
    return api.engine().cluster().thenApply(map -> api.replies().ok(view(map)));
  }

  private static ClusterView view(ClusterMap map) {
    return new ClusterView(
        map.self(), map.leader(), map.nodes().stream().map(ClusterEndpoints::view).toList());
  }

  private static NodeView view(ClusterMap.Node node) {
    Map<String, Integer> entities = node.entities();
    return new NodeView(
        node.address(),
        node.status(),
        node.reachable(),
        entities.getOrDefault("partitions", 0),
        entities.getOrDefault("pools", 0),
        entities.getOrDefault("workers", 0));
  }
}
