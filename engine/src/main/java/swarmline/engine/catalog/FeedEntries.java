package swarmline.engine.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.Words;
import swarmline.engine.id.WorkerId;
import swarmline.engine.pool.Consequence;
import swarmline.engine.pool.PoolView;
import swarmline.engine.task.Assignment;
import swarmline.engine.worker.WorkerEvent.RuleFired;

/** What a tenant hears of: as feed entries with ids that make repeats harmless. */
public final class FeedEntries {
  private static final JsonFactory JSON = new JsonFactory();

  private FeedEntries() {}

  /** A task has its outcome. */
  public static FeedEntry ended(TaskRecord record) {
    return new FeedEntry(
        record.task().pool().tenant(),
        "task.ended:" + record.task().text() + ":" + record.at().toEpochMilli(),
        "task.ended",
        record.at(),
        json(out -> write(out, record)));
  }

  /** A pool was created or changed. */
  public static FeedEntry changed(PoolView pool) {
    return new FeedEntry(
        pool.id().tenant(),
        "pool.changed:" + pool.id().text() + ":" + pool.version(),
        "pool.changed",
        pool.changedAt(),
        json(
            out -> {
              out.writeStringField("pool", pool.id().text());
              out.writeStringField("state", pool.status().name().toLowerCase(Locale.ROOT));
              out.writeNumberField("version", pool.version());
            }));
  }

  /** That a rule of a pool applied to a worker, and that this is withdrawn: what came since. */
  public static List<FeedEntry> fired(WorkerId worker, RuleFired fired, Instant since) {
    List<FeedEntry> entries = new ArrayList<>();
    if (!fired.at().isBefore(since)) {
      entries.add(fired(worker, fired, "worker.rule-fired", fired.at()));
    }
    if (fired.withdrawnAt() != null && !fired.withdrawnAt().isBefore(since)) {
      entries.add(fired(worker, fired, "worker.rule-withdrawn", fired.withdrawnAt()));
    }
    return entries;
  }

  private static FeedEntry fired(WorkerId worker, RuleFired fired, String type, Instant at) {
    Consequence then = fired.consequence();
    return new FeedEntry(
        worker.tenant(),
        String.join(
            ":",
            type,
            worker.name(),
            fired.pool(),
            Words.of(then.action()),
            then.scope() == null ? "" : Words.of(then.scope()),
            at.toString(),
            fired.rule()),
        type,
        at,
        json(
            out -> {
              out.writeStringField("worker", worker.name());
              out.writeStringField("pool", fired.pool());
              out.writeStringField("rule", fired.rule());
              out.writeStringField("reason", Words.of(fired.reason()));
              out.writeNumberField("hits", fired.hits());
              out.writeNumberField("of", fired.of());
              out.writeStringField("action", Words.of(then.action()));
              out.writeStringField("scope", then.scope() == null ? null : Words.of(then.scope()));
              out.writeStringField(
                  "until", fired.until() == null ? null : fired.until().toString());
              out.writeStringField("qualification", then.qualification());
              out.writeStringField("value", then.value());
            }));
  }

  private static void write(JsonGenerator out, TaskRecord record) throws IOException {
    out.writeStringField("task", record.task().text());
    out.writeStringField("pool", record.task().pool().text());
    out.writeStringField("key", record.key());
    out.writeStringField("outcome", record.outcome().name().toLowerCase(Locale.ROOT));
    out.writeFieldName("value");
    out.writeRawValue(record.value() == null ? "null" : record.value());
    out.writeNumberField("confidence", record.confidence());
    out.writeStringField("reason", record.reason());
    out.writeNumberField("answers", record.answers());
    out.writeStringField("at", record.at().toString());
    out.writeArrayFieldStart("assignments");
    for (Assignment turn : record.assignments()) {
      out.writeStartObject();
      out.writeStringField("assignment", new AssignmentId(record.task(), turn.ordinal()).text());
      out.writeStringField("worker", turn.worker());
      out.writeStringField("state", turn.status().name().toLowerCase(Locale.ROOT));
      if (turn.settlement() != null) {
        out.writeNumberField("amount", turn.settlement().amount());
        out.writeStringField("currency", turn.settlement().currency());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private interface Body {
    void writeTo(JsonGenerator out) throws IOException;
  }

  private static String json(Body body) {
    var text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      body.writeTo(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }
}
