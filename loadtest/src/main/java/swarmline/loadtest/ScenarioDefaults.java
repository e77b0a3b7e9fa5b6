package swarmline.loadtest;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import swarmline.loadtest.scenario.Scenario;
import swarmline.loadtest.scenario.Scenario.Setting;
import swarmline.loadtest.scenario.ScenarioError;

/** The settings of a scenario file as the defaults of a command's options. */
final class ScenarioDefaults implements IDefaultValueProvider {
  private static final String OPTION = "--scenario";
  private static final List<String> COMMANDS = List.of("run", "chaos");

  private final Scenario scenario;

  private ScenarioDefaults(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Lets the scenario that the arguments name, where they name one, speak for the command.
   *
   * @throws ScenarioError where it cannot
   */
  static Optional<Scenario> apply(CommandLine main, String... arguments) {
    Optional<Path> file = file(arguments);
    if (file.isEmpty() || arguments.length == 0 || !COMMANDS.contains(arguments[0])) {
      return Optional.empty();
    }
    Scenario scenario = Scenario.of(file.get());
    CommandLine command = main.getSubcommands().get(arguments[0]);
    scenario.require(names(main.getSubcommands().values()));
    scenario.settings().forEach((name, setting) -> check(scenario, arguments[0], name, setting));
    command.setDefaultValueProvider(new ScenarioDefaults(scenario));
    return Optional.of(scenario);
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    Setting setting = scenario.settings().get(name(option));
    return setting == null ? null : String.join(separator(option), setting.values());
  }

  private static Optional<Path> file(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith(OPTION + "=")) {
        return Optional.of(Path.of(arguments[i].substring(OPTION.length() + 1)));
      }
      if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
        return Optional.of(Path.of(arguments[i + 1]));
      }
    }
    return Optional.empty();
  }

  /** One setting, parsed alone: what is wrong with it has a line. */
  private static void check(Scenario scenario, String command, String name, Setting setting) {
    CommandLine main = Main.commandLine();
    CommandSpec spec = main.getSubcommands().get(command).getCommandSpec();
    OptionSpec option = spec.findOption("--" + name);
    if (option == null) {
      return;
    }
    String value = String.join(separator(option), setting.values());
    try {
      main.parseArgs(command, "--" + name + "=" + value);
    } catch (MissingParameterException others) {
      return;
    } catch (ParameterException wrong) {
      throw new ScenarioError(scenario.place(setting.line()) + wrong.getMessage());
    }
  }

  private static String separator(OptionSpec option) {
    return option.splitRegex().isEmpty() ? " " : ",";
  }

  private static Collection<String> names(Collection<CommandLine> commands) {
    var names = new TreeSet<String>();
    for (CommandLine command : commands) {
      CommandSpec spec = command.getCommandSpec();
      if (COMMANDS.contains(spec.name())) {
        spec.options().stream().map(ScenarioDefaults::name).forEach(names::add);
      }
    }
    names.removeAll(List.of("help", "version", "scenario"));
    return names;
  }

  private static String name(OptionSpec option) {
    String longest = option.longestName();
    return longest.replaceFirst("^--?", "");
  }
}
