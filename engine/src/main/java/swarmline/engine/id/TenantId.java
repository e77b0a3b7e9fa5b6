package swarmline.engine.id;

/** A platform that uses this engine; all it owns is invisible to every other. */
public record TenantId(String value) {
  public TenantId {
    Names.require("a tenant id", value);
  }

  /** Written out, as in all ids: dispatch looks them up all the time. */
  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TenantId that && value.equals(that.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
