package swarmline.engine.id;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pool of one tenant. The code is what the tenant sees: {@code p} and twelve letters or digits.
 */
public record PoolId(TenantId tenant, String code) {
  private static final Pattern CODE = Pattern.compile("p[0-9a-z]{12}");

  public PoolId {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("a pool id is 'p' and 12 letters or digits");
    }
  }

  /** The pool that the text names, or nothing where it is not the form of a pool id. */
  public static Optional<PoolId> parse(TenantId tenant, String text) {
    return CODE.matcher(text).matches() ? Optional.of(new PoolId(tenant, text)) : Optional.empty();
  }

  /** What the tenant sees. */
  public String text() {
    return code;
  }

  @Override
  public String toString() {
    return tenant + "/" + code;
  }
}
