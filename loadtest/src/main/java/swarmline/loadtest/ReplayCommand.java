package swarmline.loadtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import swarmline.loadtest.replay.Crowd;
import swarmline.loadtest.replay.CrowdFiles;
import swarmline.loadtest.replay.Policy;
import swarmline.loadtest.replay.ReplayRun;
import swarmline.loadtest.replay.ReplayTable;
import swarmline.loadtest.replay.Replays;
import swarmline.loadtest.run.Progress;
import swarmline.loadtest.server.PlatformApi;

/** {@code replay}: recorded crowds as workload. */
@Command(
    name = "replay",
    description =
        "Gives recorded answers of real crowds to a running server and shows how right its"
            + " decisions are, and how many answers they took.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class ReplayCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description =
          "a directory with answers.csv (item,worker,label) and truth.csv (item,truth), or one"
              + " with such directories in it")
  private Path data;

  @Option(
      names = "--policy",
      paramLabel = "NAME=JSON",
      description =
          "the consensus of a pool to replay under; repeatable. Default: "
              + "all={\"rule\":\"fixed\",\"aggregator\":\"crowd\"}"
              + " and early={\"rule\":\"lead\",\"threshold\":0.8}")
  private Map<String, String> policies =
      new TreeMap<>(
          Map.of(
              "all", "{\"rule\":\"fixed\",\"aggregator\":\"crowd\"}",
              "early", "{\"rule\":\"lead\",\"threshold\":0.8}"));

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "orders of arrival to take the mean of; default ${DEFAULT-VALUE}",
      defaultValue = "5")
  private int seeds;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAMES",
      description = "of the directories, only these")
  private List<String> only = List.of();

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description =
          "answers of one replay under way at once, on different items; with 1 they arrive in"
              + " exactly the order of the seed; default ${DEFAULT-VALUE}",
      defaultValue = "1")
  private int lanes;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description =
          "replays under way at once, each in a pool of its own; default ${DEFAULT-VALUE}",
      defaultValue = "8")
  private int atOnce;

  @Option(
      names = "--golds",
      paramLabel = "SHARE",
      description =
          "share of the items whose truth is declared to pools that weigh answers; they are not"
              + " scored; default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private double golds;

  @Option(names = "--json", paramLabel = "FILE", description = "write the table as JSON")
  private Path json;

  @Mixin private TargetServer server;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireAtLeastOne("--seeds", seeds);
    requireAtLeastOne("--lanes", lanes);
    requireAtLeastOne("--at-once", atOnce);
    List<Policy> all = policies();
    List<Crowd> crowds =
        CrowdFiles.in(data).stream()
            .filter(crowd -> only.isEmpty() || only.contains(crowd.name()))
            .toList();
    return server.use(spec.commandLine(), target -> replay(new PlatformApi(target), crowds, all));
  }

  private int replay(PlatformApi api, List<Crowd> crowds, List<Policy> all)
      throws IOException, InterruptedException {
    api.check();
    PrintWriter out = spec.commandLine().getOut();
    ArrayNode rows = JSON.createArrayNode();
    var progress = Progress.onStandardError();
    var replays = new Replays(new ReplayRun(api, lanes, golds), crowds, all, seeds, progress);
    out.println(ReplayTable.head());
    replays.run(
        atOnce,
        seedsOfOne -> {
          out.println(ReplayTable.row(seedsOfOne));
          out.flush();
          rows.add(ReplayTable.json(seedsOfOne));
          write(rows);
        });
    return 0;
  }

  /** Written again with each row, so that a replay that is broken off leaves what it has. */
  private void write(ArrayNode rows) throws IOException {
    if (json != null) {
      Files.writeString(json, rows.toPrettyString());
    }
  }

  private void requireAtLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(spec.commandLine(), option + " must be 1 or more");
    }
  }

  private List<Policy> policies() {
    List<Policy> all = new ArrayList<>();
    policies.forEach((name, text) -> all.add(new Policy(name, consensus(name, text))));
    return all;
  }

  private ObjectNode consensus(String name, String text) {
    try {
      JsonNode parsed = JSON.readTree(text);
      if (parsed instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException wrong) {
      throw new ParameterException(
          spec.commandLine(), "--policy " + name + " is no JSON: " + wrong.getOriginalMessage());
    }
    throw new ParameterException(spec.commandLine(), "--policy " + name + " is no JSON object");
  }
}
