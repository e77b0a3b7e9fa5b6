package swarmline.api.cli;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import swarmline.api.ServerSettings;
import swarmline.api.auth.ApiKey;
import swarmline.api.auth.Role;
import swarmline.engine.id.Names;

/** Keys of tenants. */
@Command(
    name = "keys",
    description = "Make keys.",
    mixinStandardHelpOptions = true,
    subcommands = KeysCommand.New.class)
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command of keys.");
  }

  /** Makes a key, which is shown once, and what the configuration holds of it. */
  @Command(
      name = "new",
      description = "Make a key: shown once, known to the server by its hash only.",
      mixinStandardHelpOptions = true)
  static final class New implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--tenant", paramLabel = "T", required = true, description = "Whose key it is.")
    private String tenant;

    @Option(
        names = "--role",
        paramLabel = "R",
        required = true,
        description = "What it is for: ${COMPLETION-CANDIDATES}.")
    private Role role;

    @Override
    public Integer call() {
      if (!Names.valid(tenant)) {
        throw new ParameterException(
            spec.commandLine(),
            "A tenant is 1 to " + Names.LENGTH_MAX + " characters of A-Z a-z 0-9 . _ : @ -");
      }
      String key = ApiKey.generate(new SecureRandom());
      String hash = ApiKey.hashOf(key);
      PrintWriter out = spec.commandLine().getOut();
      out.println("key: " + key);
      out.printf(
          "%s.keys += {tenant = \"%s\", role = %s, hash = \"%s\"}%n",
          ServerSettings.PATH, tenant, role.text(), hash);
      out.flush();
      return 0;
    }
  }
}
