package swarmline.engine.consensus.crowd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import swarmline.engine.consensus.batch.Labels;
import swarmline.engine.consensus.batch.Labels.Label;

/**
 * Answers that a real crowd once gave, and the truth where it is known. {@code answers.csv} holds
 * {@code item,worker,label}, of several lines for one item and worker the last counts; {@code
 * truth.csv} holds {@code item,truth}.
 *
 * @param truth by item; -1 where it is not known
 */
record RecordedCrowd(String name, Labels labels, List<Integer> truth) {
  RecordedCrowd {
    truth = List.copyOf(truth);
  }

  static final List<String> NAMES =
      List.of("rte", "bluebird", "web", "dog", "d_sentiment", "face", "zencrowd_all", "sp");

  /** Beside the project, or where the system property {@code crowds} says. */
  static Path directory() {
    return Path.of(System.getProperty("crowds", "../../shared/crowd-answers"));
  }

  static RecordedCrowd read(String name) {
    Map<String, int[]> last = new LinkedHashMap<>();
    for (int[] line : lines(name, "answers.csv")) {
      last.put(line[0] + "," + line[1], line);
    }
    List<int[]> truths = lines(name, "truth.csv");
    Map<Integer, Integer> items = numbers(last.values(), line -> line[0]);
    Map<Integer, Integer> workers = numbers(last.values(), line -> line[1]);
    List<int[]> labelled = new ArrayList<>(last.values());
    truths.forEach(line -> labelled.add(new int[] {line[0], 0, line[1]}));
    Map<Integer, Integer> classes = numbers(labelled, line -> line[2]);
    List<Label> given = new ArrayList<>();
    for (int[] line : last.values()) {
      given.add(new Label(items.get(line[0]), workers.get(line[1]), classes.get(line[2])));
    }
    var truth = new int[items.size()];
    Arrays.fill(truth, -1);
    for (int[] line : truths) {
      if (items.containsKey(line[0])) {
        truth[items.get(line[0])] = classes.get(line[1]);
      }
    }
    var labels = new Labels(items.size(), workers.size(), classes.size(), given);
    return new RecordedCrowd(name, labels, Arrays.stream(truth).boxed().toList());
  }

  private static Map<Integer, Integer> numbers(
      Iterable<int[]> lines, Function<int[], Integer> field) {
    Map<Integer, Integer> numbers = new TreeMap<>();
    lines.forEach(line -> numbers.put(field.apply(line), 0));
    int next = 0;
    for (var entry : numbers.entrySet()) {
      entry.setValue(next++);
    }
    return numbers;
  }

  private static List<int[]> lines(String name, String file) {
    try (var lines = Files.lines(directory().resolve(name).resolve(file))) {
      return lines
          .skip(1)
          .map(
              line ->
                  Arrays.stream(line.split(","))
                      .mapToInt(field -> Integer.parseInt(field.trim()))
                      .toArray())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answers as they might have come, by chance. */
  List<Label> arrivals(long seed) {
    List<Label> arrivals = new ArrayList<>(labels.given());
    Collections.shuffle(arrivals, new Random(seed));
    return arrivals;
  }

  /** So large a share of the items, of those whose truth is known, by chance. */
  boolean[] golds(long seed, double share) {
    List<Integer> known = new ArrayList<>();
    for (int item = 0; item < truth.size(); item++) {
      if (truth.get(item) >= 0) {
        known.add(item);
      }
    }
    Collections.shuffle(known, new Random(seed));
    var golds = new boolean[truth.size()];
    known.subList(0, (int) (share * truth.size())).forEach(item -> golds[item] = true);
    return golds;
  }

  double redundancy() {
    return (double) labels.given().size() / labels.items();
  }
}
