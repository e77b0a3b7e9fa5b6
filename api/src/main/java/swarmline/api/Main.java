package swarmline.api;

import swarmline.api.cli.CommonPool;
import swarmline.api.cli.Program;

/** The program {@code swarmline.jar}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    CommonPool.widen();
    System.exit(Program.run(arguments));
  }
}
