package swarmline.loadtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import swarmline.loadtest.join.Generator;

/** {@code generator}: what a run with {@code --generators} starts; not for people. */
@Command(
    name = "generator",
    hidden = true,
    description = "A generator that another one leads through its input and output.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class GeneratorCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException, InterruptedException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Generator.follow(in, System.out);
    return 0;
  }
}
