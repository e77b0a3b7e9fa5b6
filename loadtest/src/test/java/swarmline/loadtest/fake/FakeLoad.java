package swarmline.loadtest.fake;

import java.util.ArrayList;
import java.util.List;
import swarmline.loadtest.Main;
import swarmline.loadtest.server.Target;

/** A process of its own with a fake server and a load on it: {@code java … FakeLoad OPTIONS}. */
public final class FakeLoad {
  private FakeLoad() {}

  @SuppressWarnings("MustBeClosedChecker") // it lives as long as the process
  public static void main(String[] args) throws Exception {
    Target target = FakeServer.start().target();
    List<String> all = new ArrayList<>(List.of("run", "--url", target.base().toString()));
    all.addAll(List.of("--key", target.key()));
    all.addAll(List.of(args));
    Main.main(all.toArray(String[]::new));
  }
}
