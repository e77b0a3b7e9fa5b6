package swarmline.loadtest.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Replays as a table: a row for each crowd and policy, means over the seeds. Pure. */
public final class ReplayTable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One column: what it is called, and its figure for one replay. */
  public record Column(String name, String format, ToDoubleFunction<Replayed> figure) {}

  /** What there is to say of every policy; add to it what a new one makes worth saying. */
  private static final List<Column> COLUMNS =
      List.of(
          new Column("accuracy", "%.3f", Score::accuracy),
          new Column("answers", "%.0f", Replayed::cost),
          new Column("of all", "%.3f", r -> (double) r.cost() / r.crowd().answers().size()),
          new Column("a task", "%.2f", r -> (double) r.cost() / r.crowd().byItem().size()),
          new Column("majority", "%.3f", r -> Score.majority(r.crowd())),
          new Column("same cost", "%.3f", r -> Score.majorityAtCost(r.crowd(), r.cost(), r.seed())),
          new Column("decided", "%.3f", ReplayTable::decided),
          new Column("ece", "%.3f", Score::calibrationError),
          new Column("estimates", "%.3f", Score::estimated),
          new Column("their ece", "%.3f", Score::estimateError),
          new Column("seconds", "%.1f", Replayed::seconds));

  private ReplayTable() {}

  /** The head of the table. */
  public static String head() {
    var line = new StringBuilder(String.format(Locale.ROOT, "  %-16s %-10s", "crowd", "policy"));
    COLUMNS.forEach(c -> line.append(String.format(Locale.ROOT, " %9s", c.name())));
    return line.toString();
  }

  /**
   * One row.
   *
   * @param seeds replays of one crowd under one policy
   */
  public static String row(List<Replayed> seeds) {
    Replayed first = seeds.get(0);
    var line =
        new StringBuilder(
            String.format(
                Locale.ROOT, "  %-16s %-10s", first.crowd().name(), first.policy().name()));
    for (Column column : COLUMNS) {
      String text = String.format(Locale.ROOT, column.format(), mean(column, seeds));
      line.append(String.format(Locale.ROOT, " %9s", text));
    }
    return line.toString();
  }

  /** The same for programs, with the figure of every seed. */
  public static ObjectNode json(List<Replayed> seeds) {
    Replayed first = seeds.get(0);
    ObjectNode json = JSON.createObjectNode();
    json.put("crowd", first.crowd().name()).put("policy", first.policy().name());
    json.set("consensus", first.policy().consensus());
    json.put("items", first.crowd().byItem().size());
    json.put("recorded", first.crowd().answers().size());
    json.put("withTruth", first.crowd().truth().size());
    json.put("golds", first.golds().size());
    ArrayNode numbers = json.putArray("seeds");
    seeds.forEach(replayed -> numbers.add(replayed.seed()));
    for (Column column : COLUMNS) {
      ObjectNode one = json.putObject(column.name());
      one.put("mean", mean(column, seeds));
      ArrayNode each = one.putArray("each");
      seeds.forEach(replayed -> each.add(column.figure().applyAsDouble(replayed)));
    }
    return json;
  }

  private static double mean(Column column, List<Replayed> seeds) {
    return seeds.stream().mapToDouble(column.figure()).average().orElse(Double.NaN);
  }

  /** Share of the items with truth that have an outcome with a value. */
  private static double decided(Replayed replayed) {
    long decided =
        replayed.truth().keySet().stream()
            .filter(item -> replayed.decisions().containsKey(item))
            .filter(item -> !replayed.decisions().get(item).value().isEmpty())
            .count();
    return (double) decided / replayed.truth().size();
  }
}
