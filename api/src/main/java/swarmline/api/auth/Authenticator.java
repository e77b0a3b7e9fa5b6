package swarmline.api.auth;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells who a request comes from. Thread-safe; does not block. A key is looked up by its hash, so
 * the time that takes says nothing about the keys there are.
 */
public final class Authenticator {
  /** Characters at the most in a credential; longer ones are not even hashed. */
  static final int CREDENTIAL_LENGTH_MAX = 4_096;

  private static final String BEARER = "bearer ";

  private final Map<String, Principal> keys;
  private final Tickets tickets;

  public Authenticator(List<ApiKey> keys, Tickets tickets) {
    var byHash = new HashMap<String, Principal>();
    for (ApiKey key : keys) {
      byHash.put(key.hash(), new Principal(key.tenant(), key.role(), null));
    }
    this.keys = Map.copyOf(byHash);
    this.tickets = tickets;
  }

  /**
   * @param authorizationHeader value of {@code Authorization}: {@code Bearer} and a key or a ticket
   * @param ticket value of the handshake's {@code ticket} parameter, looked at where there is no
   *     header
   * @return nothing where no credential is given or the one that is given is not valid
   */
  public Optional<Principal> authenticate(
      Optional<String> authorizationHeader, Optional<String> ticket) {
    return authorizationHeader.isPresent()
        ? authorizationHeader.flatMap(this::bearer)
        : ticket.filter(Authenticator::bounded).flatMap(tickets::verify);
  }

  private Optional<Principal> bearer(String header) {
    if (!bounded(header) || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return Optional.empty();
    }
    String credential = header.substring(BEARER.length()).strip();
    return credential.startsWith(ApiKey.PREFIX)
        ? Optional.ofNullable(keys.get(ApiKey.hashOf(credential)))
        : tickets.verify(credential);
  }

  private static boolean bounded(String credential) {
    return credential.length() <= CREDENTIAL_LENGTH_MAX;
  }
}
