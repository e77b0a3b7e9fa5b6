package swarmline.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import swarmline.api.auth.ApiKey;
import swarmline.api.auth.Role;
import swarmline.api.auth.Tickets;
import swarmline.api.http.HttpSettings;
import swarmline.api.json.JsonLimits;
import swarmline.api.publish.PublishSettings;
import swarmline.engine.id.TenantId;

/**
 * What {@code swarmline.api} in the configuration says, read once; see {@code reference.conf}.
 *
 * @param config all of it, for the parts that read their own
 * @param ticketSecret empty where the data directory's own is used
 * @param partitions slices of a new pool
 * @param drain how long requests under way may take when the server stops
 * @param handOver how long a node that leaves waits for its partitions to begin elsewhere
 */
public record ServerSettings(
    Config config,
    String host,
    int port,
    Path dataDirectory,
    StoreKind store,
    ClusterSettings cluster,
    List<ApiKey> keys,
    String ticketSecret,
    int partitions,
    Duration drain,
    Duration handOver,
    HttpSettings http,
    PublishSettings publish,
    JsonLimits json) {

  /** Where the settings stand in a configuration. */
  public static final String PATH = "swarmline.api";

  /**
   * As the configuration says, {@code reference.conf} included.
   *
   * @throws InvalidSettings where a value cannot be used; the message says which and why
   */
  public static ServerSettings of(Config config) {
    Config api = config.getConfig(PATH);
    String secret = api.getString("ticket.secret");
    if (!secret.isEmpty() && secret.length() < Tickets.SECRET_BYTES_MIN) {
      throw new InvalidSettings(
          PATH + ".ticket.secret has fewer than " + Tickets.SECRET_BYTES_MIN + " characters.");
    }
    List<ApiKey> keys = keys(api);
    StoreKind store = StoreKind.parse(api.getString("store"));
    ClusterSettings cluster = ClusterSettings.of(api.getConfig("cluster"));
    if (cluster.joins() && store == StoreKind.EMBEDDED) {
      throw new InvalidSettings(
          PATH + ".cluster.seeds: nodes share a store, so " + PATH + ".store must be cassandra.");
    }
    if (store == StoreKind.CASSANDRA && secret.isEmpty() && !keys.isEmpty()) {
      throw new InvalidSettings(
          PATH + ".ticket.secret must be set, to the same on all nodes: they share workers.");
    }
    return new ServerSettings(
        config,
        api.getString("host"),
        api.getInt("port"),
        Path.of(api.getString("data-directory")),
        store,
        cluster,
        keys,
        secret,
        api.getInt("partitions"),
        api.getDuration("shutdown.drain"),
        api.getDuration("shutdown.hand-over"),
        http(api),
        publish(api.getConfig("publish")),
        json(api.getConfig("json")));
  }

  private static HttpSettings http(Config api) {
    return new HttpSettings(
        Math.toIntExact(api.getBytes("body.size")),
        api.getDuration("body.timeout"),
        api.getInt("page.default"),
        api.getInt("page.max"),
        api.getDuration("claim.wait-max"),
        api.getInt("claim.max"),
        api.getInt("stream.page"),
        api.getDuration("events.poll-interval"),
        api.getDuration("events.heartbeat"),
        api.getDuration("ticket.default"),
        api.getDuration("ticket.max"));
  }

  private static PublishSettings publish(Config publish) {
    return new PublishSettings(
        Math.toIntExact(publish.getBytes("line")),
        publish.getInt("batch"),
        publish.getInt("batches-in-flight"),
        publish.getDuration("linger"),
        publish.getInt("refused-lines"),
        publish.getDuration("patience"));
  }

  private static JsonLimits json(Config json) {
    return new JsonLimits(
        json.getInt("depth"), Math.toIntExact(json.getBytes("string")), json.getInt("number"));
  }

  /** A list of objects, or what an environment variable can hold: {@code tenant:role:hash, …}. */
  private static List<ApiKey> keys(Config api) {
    var keys = new ArrayList<ApiKey>();
    if (api.getValue("keys").valueType() == ConfigValueType.STRING) {
      for (String text : api.getString("keys").split(",", -1)) {
        String[] parts = text.strip().split(":", -1);
        if (parts.length != 3) {
          throw new InvalidSettings(PATH + ".keys as text is tenant:role:hash, …");
        }
        keys.add(key(parts[0], parts[1], parts[2]));
      }
    } else {
      for (Config key : api.getConfigList("keys")) {
        keys.add(key(key.getString("tenant"), key.getString("role"), key.getString("hash")));
      }
    }
    return List.copyOf(keys);
  }

  private static ApiKey key(String tenant, String role, String hash) {
    try {
      return new ApiKey(
          new TenantId(tenant),
          Role.parse(role)
              .orElseThrow(
                  () ->
                      new InvalidSettings(
                          PATH + ".keys: a role is platform, worker or operator, not " + role)),
          hash);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettings(PATH + ".keys: " + e.getMessage());
    }
  }
}
