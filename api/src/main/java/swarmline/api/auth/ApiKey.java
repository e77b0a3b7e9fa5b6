package swarmline.api.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import swarmline.engine.id.TenantId;

/**
 * A key as the configuration knows it: never itself, only its hash.
 *
 * @param hash SHA-256 of the key, 64 hexadecimal digits in lower case
 */
public record ApiKey(TenantId tenant, Role role, String hash) {
  /** What every key begins with. */
  public static final String PREFIX = "sk_";

  private static final int SECRET_BYTES = 24;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  public ApiKey {
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          "the hash of a key is its SHA-256 as 64 hexadecimal digits in lower case");
    }
  }

  /** A new key of 192 random bits, such as {@code sk_…}: shown once, never stored. */
  public static String generate(RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return PREFIX + HexFormat.of().formatHex(secret);
  }

  /** What the configuration holds in a key's place. */
  public static String hashOf(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
