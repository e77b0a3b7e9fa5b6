package swarmline.engine.id;

/** One who does tasks; the name is chosen by the tenant and opaque to the engine. */
public record WorkerId(TenantId tenant, String name) {
  public WorkerId {
    Names.require("a worker id", name);
  }

  /** Written out, as in all ids: dispatch looks them up all the time. */
  @Override
  public int hashCode() {
    return 31 * tenant.hashCode() + name.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WorkerId that && name.equals(that.name) && tenant.equals(that.tenant);
  }

  @Override
  public String toString() {
    return tenant + "/" + name;
  }
}
