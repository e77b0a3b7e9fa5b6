package swarmline.api.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.http.javadsl.model.HttpMethod;

/** Every operation the server serves, as data. Immutable. */
final class RouteTable {
  private final List<Endpoint> endpoints;
  private final Map<Integer, List<Endpoint>> bySegments = new HashMap<>();

  RouteTable(List<Endpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
    for (Endpoint endpoint : endpoints) {
      bySegments
          .computeIfAbsent(endpoint.path().segments().size(), size -> new ArrayList<>())
          .add(endpoint);
    }
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  /** An endpoint and what stands in the named places of its path. */
  record Match(Endpoint endpoint, Map<String, String> places) {}

  Optional<Match> find(HttpMethod method, List<String> path) {
    for (Endpoint endpoint : bySegments.getOrDefault(path.size(), List.of())) {
      if (endpoint.method().equals(method)) {
        Optional<Map<String, String>> places = endpoint.path().match(path);
        if (places.isPresent()) {
          return Optional.of(new Match(endpoint, places.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** The methods that a path takes; empty where there is no such path. */
  Set<String> methods(List<String> path) {
    var methods = new TreeSet<String>();
    for (Endpoint endpoint : bySegments.getOrDefault(path.size(), List.of())) {
      if (endpoint.path().match(path).isPresent()) {
        methods.add(endpoint.method().value());
      }
    }
    return methods;
  }
}
