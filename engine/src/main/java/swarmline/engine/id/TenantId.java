package swarmline.engine.id;

/** A platform that uses this engine; all it owns is invisible to every other. */
public record TenantId(String value) {
  public TenantId {
    Names.require("a tenant id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
