package swarmline.engine.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A pool of one tenant. The code is what the tenant sees: {@code p} and twelve letters or digits.
 */
public record PoolId(TenantId tenant, String code) {
  /** Letters and digits that are not mistaken for one another, 32 of them. */
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

  private static final int CODE_DIGITS = 12;
  private static final int DIGIT_BITS = 5;
  private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;
  private static final Pattern CODE = Pattern.compile("p[0-9a-z]{12}");

  public PoolId {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("a pool id is 'p' and 12 letters or digits");
    }
  }

  /** A new pool's id, from 60 random bits. */
  public static PoolId random(TenantId tenant, RandomGenerator random) {
    return new PoolId(tenant, code(random.nextLong()));
  }

  /** The id of the pool that a tenant creates with a request of this key: always the same. */
  public static PoolId ofRequest(TenantId tenant, String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((tenant.value() + "/" + key).getBytes(StandardCharsets.UTF_8));
      return new PoolId(tenant, code(ByteBuffer.wrap(digest).getLong()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String code(long bits) {
    var code = new StringBuilder("p");
    for (int i = 0; i < CODE_DIGITS; i++) {
      code.append(DIGITS.charAt((int) (bits >>> (i * DIGIT_BITS)) & DIGIT_MASK));
    }
    return code.toString();
  }

  /** The pool that the text names, or nothing where it is not the form of a pool id. */
  public static Optional<PoolId> parse(TenantId tenant, String text) {
    return CODE.matcher(text).matches() ? Optional.of(new PoolId(tenant, text)) : Optional.empty();
  }

  /** What the tenant sees. */
  public String text() {
    return code;
  }

  /** Written out, as in all ids: dispatch looks them up all the time. */
  @Override
  public int hashCode() {
    return code.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PoolId that && code.equals(that.code) && tenant.equals(that.tenant);
  }

  @Override
  public String toString() {
    return tenant + "/" + code;
  }
}
