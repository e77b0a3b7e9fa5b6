package swarmline.loadtest.scenario;

/** A scenario file that cannot be used, and where it is wrong. */
public final class ScenarioError extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ScenarioError(String message) {
    super(message);
  }
}
