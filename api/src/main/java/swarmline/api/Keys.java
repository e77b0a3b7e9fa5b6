package swarmline.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import swarmline.api.auth.ApiKey;
import swarmline.api.auth.Role;
import swarmline.engine.id.TenantId;

/**
 * The keys a server takes: those configured, or one made for this start alone.
 *
 * @param development the made one; it is known nowhere else
 */
record Keys(List<ApiKey> all, Optional<String> development) {
  static final SecureRandom RANDOM = new SecureRandom();
  static final TenantId DEVELOPMENT_TENANT = new TenantId("dev");

  /**
   * @throws InvalidSettings where others could reach a server without configured keys
   */
  static Keys of(ServerSettings settings) {
    if (!settings.keys().isEmpty()) {
      return new Keys(settings.keys(), Optional.empty());
    }
    if (!loopback(settings.host())) {
      throw new InvalidSettings(
          "Without keys the server listens on loopback only, and "
              + settings.host()
              + " is not. Configure "
              + ServerSettings.PATH
              + ".keys (or SWARMLINE_KEYS), or listen on 127.0.0.1.");
    }
    String key = ApiKey.generate(RANDOM);
    return new Keys(
        List.of(new ApiKey(DEVELOPMENT_TENANT, Role.PLATFORM, ApiKey.hashOf(key))),
        Optional.of(key));
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new InvalidSettings("The host " + host + " is not known here.");
    }
  }
}
