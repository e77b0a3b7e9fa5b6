package swarmline.engine.pool;

/**
 * How often a hidden gold is mixed in.
 *
 * @param every one gold in this many tasks; 0 for none, the only value served yet
 */
public record GoldPolicy(Integer every) {
  public GoldPolicy {
    every = Require.orElse(every, 0);
    Require.that(every == 0, "gold.every must be 0: golds are published as tasks, not mixed in");
  }

  static GoldPolicy defaults() {
    return new GoldPolicy(null);
  }
}
