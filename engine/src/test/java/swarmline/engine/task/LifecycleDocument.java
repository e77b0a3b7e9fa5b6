package swarmline.engine.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code docs/task-lifecycle.md} says, in the form in which {@link LifecycleWalks} notes it.
 */
final class LifecycleDocument {
  private static final Path FILE = Path.of("../docs/task-lifecycle.md");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z-]+)`");
  private static final String EMPTY = "–";

  private final List<String> lines;

  private LifecycleDocument(List<String> lines) {
    this.lines = lines;
  }

  static LifecycleDocument read() {
    try {
      return new LifecycleDocument(Files.readAllLines(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code state | command | what it comes to}, one for each possibility. */
  Set<String> ofTasks() {
    Set<String> all = new TreeSet<>();
    forEachCell(
        "## What a task is asked",
        (command, state, possibility) -> all.add(state + " | " + command + " | " + possibility));
    return all;
  }

  /** {@code state | assignment | command | what it comes to}, one for each possibility. */
  Set<String> ofAssignments() {
    Set<String> all = new TreeSet<>();
    for (String state : List.of("open", "ended")) {

      forEachCell(
          "## What an " + state + " task's assignments are asked",
          (assignment, command, possibility) ->
              all.add(state + " | " + assignment + " | " + command + " | " + possibility));
    }
    return all;
  }

  /** Steps of the diagram that an event makes. */
  Set<String> transitions() {
    return lines.stream()
        .map(String::trim)
        .filter(line -> line.contains(" --> ") && line.contains(" : "))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Commands in the first column of the last table. */
  Set<String> thatDecideNothing() {
    return table("## What decides nothing")
        .skip(1)
        .map(row -> row.get(0))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean names(String event) {
    return lines.stream().anyMatch(line -> line.contains('`' + event + '`'));
  }

  private interface Cell {
    void is(String row, String column, String possibility);
  }

  private void forEachCell(String heading, Cell cell) {
    List<List<String>> rows = table(heading).toList();
    List<String> columns = rows.get(0);
    for (List<String> row : rows.subList(1, rows.size())) {
      for (int column = 1; column < columns.size(); column++) {
        if (!row.get(column).equals(EMPTY)) {
          for (String possibility : row.get(column).split("<br>", -1)) {
            cell.is(row.get(0), columns.get(column), NAME.matcher(possibility).replaceAll("$1"));
          }
        }
      }
    }
  }

  /** Rows of the table under a heading, the one with the columns' names first. */
  private Stream<List<String>> table(String heading) {
    int from = lines.indexOf(heading);
    if (from < 0) {
      throw new AssertionError(FILE + " has no \"" + heading + '"');
    }
    return lines.subList(from + 1, lines.size()).stream()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .filter(line -> !line.startsWith("|--"))
        .map(line -> line.substring(1, line.length() - 1))
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::trim).toList());
  }
}
