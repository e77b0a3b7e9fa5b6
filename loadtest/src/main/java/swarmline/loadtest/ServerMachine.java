package swarmline.loadtest;

import java.util.List;
import picocli.CommandLine.Option;
import swarmline.loadtest.server.ServerProcess;

/** How the virtual machine of a server of our own is started. */
final class ServerMachine {
  @Option(
      names = "--server-option",
      paramLabel = "OPTION",
      description =
          "option of the started server's virtual machine, repeatable; default ${DEFAULT-VALUE},"
              + " as in config/jvm.options",
      defaultValue = ServerProcess.OPTION)
  private List<String> options = List.of();

  List<String> options() {
    return options;
  }
}
