package swarmline.api.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import swarmline.api.http.StreamedReply.Line;
import swarmline.api.problem.Rejected;
import swarmline.engine.catalog.Page;
import swarmline.engine.catalog.TaskRecord;
import swarmline.engine.consensus.crowd.SliceModel.TaskEstimate;
import swarmline.engine.dispatch.PartitionCommand;
import swarmline.engine.id.PoolId;
import swarmline.engine.id.TaskId;
import swarmline.engine.id.Words;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Assignment;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskState;

/**
 * What a pool's workers said and what it came to, streamed. Each line of NDJSON carries the cursor
 * that goes on after it, so a stream may break anywhere.
 */
final class ResultEndpoints {
  private static final String OUTCOMES_HEAD =
      Csv.row("task", "key", "outcome", "value", "confidence", "answers", "at");
  private static final String ANSWERS_HEAD = Csv.row("item", "worker", "label");
  private static final int READS_AT_ONCE = 16;

  private final Api api;

  ResultEndpoints(Api api) {
    this.api = api;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/v1/pools/{pool}/outcomes", this::outcomes)
            .asking("cursor", "limit")
            .producing(Media.NDJSON, Media.CSV),
        Endpoint.get("/v1/pools/{pool}/answers", this::answers)
            .asking("cursor", "limit")
            .producing(Media.NDJSON, Media.CSV),
        Endpoint.get("/v1/pools/{pool}/estimates", this::estimates).asking("cursor", "limit"));
  }

  // Outcomes

  /**
   * @param value JSON; null unless resolved
   * @param reason why it is not resolved; null when it is
   * @param answers how many counted
   */
  record OutcomeView(
      String task,
      String key,
      String outcome,
      @JsonRawValue String value,
      double confidence,
      String reason,
      int answers,
      Instant at,
      String cursor) {

    static OutcomeView of(TaskRecord record, String cursor) {
      return new OutcomeView(
          record.task().text(),
          record.key(),
          Words.of(record.outcome()),
          record.value(),
          record.confidence(),
          record.reason(),
          record.answers(),
          record.at(),
          cursor);
    }
  }

  private CompletionStage<HttpResponse> outcomes(Exchange exchange) {
    PoolId pool = api.pool(exchange.pool()).id();
    Cursor cursor = exchange.query("cursor").map(Cursor::parse).orElse(Cursor.START);
    BiFunction<TaskRecord, String, String> line = csv(exchange) ? this::csv : this::ndjson;
    return Lines.after(
            cursor,
            (TaskRecord record) -> record.task().text(),
            page -> api.engine().catalog().records(pool, page, api.settings().streamPage()))
        .thenApply(
            rows ->
                rows.map(
                    row -> {
                      String place = new Cursor(row.page(), row.item().task().text()).text();
                      return new Line(line.apply(row.item(), place), place);
                    }))
        .thenApply(lines -> streamed(exchange, cursor, OUTCOMES_HEAD, lines));
  }

  private String ndjson(TaskRecord record, String cursor) {
    return line(OutcomeView.of(record, cursor));
  }

  private String csv(TaskRecord record, String cursor) {
    return Csv.row(
        record.task().text(),
        record.key(),
        Words.of(record.outcome()),
        unquoted(record.value()),
        Double.toString(record.confidence()),
        Integer.toString(record.answers()),
        record.at().toString());
  }

  // Answers

  record AnswerLine(@JsonUnwrapped AssignmentView assignment, String cursor) {}

  /** A task and its turns. */
  private record Answered(String page, TaskDefinition task, List<Assignment> turns) {}

  private CompletionStage<HttpResponse> answers(Exchange exchange) {
    PoolId pool = api.pool(exchange.pool()).id();
    Cursor cursor = exchange.query("cursor").map(Cursor::parse).orElse(Cursor.START);
    boolean csv = csv(exchange);
    var from = Place.of(cursor);
    return Lines.first(cursor, page -> definitions(pool, page))
        .thenApply(
            first ->
                Source.from(Lines.rows(cursor.page(), first.items()))
                    .concatLazy(Lines.following(first.next(), page -> definitions(pool, page)))
                    .filter(row -> row.item().id().number() >= from.number()))
        .thenApply(
            rows ->
                rows.mapAsync(READS_AT_ONCE, this::turns)
                    .mapConcat(answered -> lines(answered, from, csv)))
        .thenApply(lines -> streamed(exchange, cursor, ANSWERS_HEAD, lines));
  }

  /** Where a stream of answers goes on: after this turn of this task. */
  private record Place(long number, int ordinal) {

    static Place of(Cursor cursor) {
      int dot = cursor.after().indexOf('.');
      if (dot < 0) {
        return new Place(0, 0);
      }
      try {
        return new Place(
            Long.parseLong(cursor.after().substring(0, dot)),
            Integer.parseInt(cursor.after().substring(dot + 1)));
      } catch (NumberFormatException notAPlace) {
        throw Cursor.invalid();
      }
    }
  }

  private CompletionStage<Page<TaskDefinition>> definitions(PoolId pool, String page) {
    return api.engine().catalog().definitions(pool, page, api.settings().streamPage());
  }

  /** What is known of a task's turns: its record once that is final, its events before. */
  private CompletionStage<Answered> turns(Lines.Row<TaskDefinition> row) {
    TaskId task = row.item().id();
    return api.engine()
        .catalog()
        .record(task)
        .thenCompose(
            record ->
                record.filter(TaskRecord::settled).isPresent()
                    ? CompletableFuture.completedStage(record.get().assignments())
                    : api.engine()
                        .journal()
                        .events(task)
                        .thenApply(events -> TaskState.replayed(events).turns().all()))
        .thenApply(turns -> new Answered(row.page(), row.item(), turns));
  }

  private List<Line> lines(Answered answered, Place from, boolean csv) {
    TaskDefinition task = answered.task();
    return answered.turns().stream()
        .filter(turn -> task.id().number() > from.number() || turn.ordinal() > from.ordinal())
        .filter(turn -> !csv || turn.counted())
        .map(
            turn -> {
              String after = task.id().number() + "." + turn.ordinal();
              String cursor = new Cursor(answered.page(), after).text();
              return new Line(csv ? csv(task, turn) : ndjson(task, turn, cursor), cursor);
            })
        .toList();
  }

  private String ndjson(TaskDefinition task, Assignment turn, String cursor) {
    return line(new AnswerLine(AssignmentView.of(task.id(), task.key(), turn), cursor));
  }

  private String csv(TaskDefinition task, Assignment turn) {
    String item = task.key() == null ? task.id().text() : task.key();
    return Csv.row(item, turn.worker(), unquoted(turn.answer()));
  }

  // Estimates

  /**
   * @param value JSON
   */
  record EstimateView(
      String task,
      @JsonRawValue String value,
      double confidence,
      double lead,
      double difficulty,
      int answers) {

    static EstimateView of(PoolId pool, TaskEstimate estimate) {
      return new EstimateView(
          new TaskId(pool, estimate.task()).text(),
          estimate.value(),
          estimate.confidence(),
          estimate.lead(),
          estimate.difficulty(),
          estimate.answers());
    }
  }

  /** Slice after slice, each in the order of its model; a cursor names the slice and the place. */
  private CompletionStage<HttpResponse> estimates(Exchange exchange) {
    PoolView pool = api.pool(exchange.pool());
    int limit = exchange.number("limit", 1, api.settings().pageMax(), api.settings().pageDefault());
    Cursor cursor = exchange.query("cursor").map(Cursor::parse).orElse(Cursor.START);
    int slice = place(cursor.page());
    int from = place(cursor.after());
    if (slice >= pool.partitions()) {
      throw Cursor.invalid();
    }
    return api.engine()
        .estimates(pool.slices().get(slice), from, limit)
        .thenApply(
            reply -> {
              if (reply instanceof PartitionCommand.PartitionRefused refused) {
                throw new Rejected(refused.refusal());
              }
              var part = (PartitionCommand.EstimatesAre) reply;
              var views = new ArrayList<EstimateView>();
              part.estimates().forEach(one -> views.add(EstimateView.of(pool.id(), one)));
              return api.replies().ok(new PageView<>(views, next(pool, slice, part.next())));
            });
  }

  private static int place(String text) {
    try {
      return text == null || text.isEmpty() ? 0 : Integer.parseUnsignedInt(text);
    } catch (NumberFormatException notAPlace) {
      throw Cursor.invalid();
    }
  }

  private static String next(PoolView pool, int slice, int place) {
    if (place >= 0) {
      return new Cursor(Integer.toString(slice), Integer.toString(place)).text();
    }
    return slice + 1 < pool.partitions()
        ? new Cursor(Integer.toString(slice + 1), "0").text()
        : null;
  }

  // Both

  private static boolean csv(Exchange exchange) {
    return exchange.accepted() == Media.CSV;
  }

  private String line(Object view) {
    return new String(api.json().write(view), StandardCharsets.UTF_8) + "\n";
  }

  /** A JSON string's text; any other JSON as it is. */
  private String unquoted(String json) {
    if (json == null || !json.startsWith("\"")) {
      return json;
    }
    JsonNode text = api.json().tree(json.getBytes(StandardCharsets.UTF_8));
    return text.textValue();
  }

  private HttpResponse streamed(
      Exchange exchange, Cursor from, String head, Source<Line, NotUsed> lines) {
    int limit = exchange.number("limit", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    String start = from.equals(Cursor.START) ? "" : from.text();
    return csv(exchange)
        ? StreamedReply.of(Media.CSV, head, start, lines.take(limit))
        : StreamedReply.of(Media.NDJSON, "", start, lines.take(limit));
  }
}
