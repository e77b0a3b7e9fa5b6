package swarmline.engine.id;

/** One who does tasks; the name is chosen by the tenant and opaque to the engine. */
public record WorkerId(TenantId tenant, String name) {
  public WorkerId {
    Names.require("a worker id", name);
  }

  @Override
  public String toString() {
    return tenant + "/" + name;
  }
}
