package swarmline.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import swarmline.api.json.Json;
import swarmline.engine.dispatch.TaskInspection;
import swarmline.engine.id.AssignmentId;
import swarmline.engine.id.TaskId;
import swarmline.engine.task.TaskEvent;
import swarmline.engine.task.TaskState;

/** Everything that happened to a task, in order, from its publication on. */
final class Timeline {
  private final Json json;

  Timeline(Json json) {
    this.json = json;
  }

  /**
   * The events as objects with {@code type} first. Where a task's history is past its retention,
   * what is left is its publication and its end.
   */
  List<ObjectNode> of(TaskInspection inspection) {
    var line = new ArrayList<ObjectNode>();
    line.add(entry("published", inspection.definition().publishedAt()));
    inspection.events().forEach(event -> line.add(entry(inspection.definition().id(), event)));
    if (inspection.events().isEmpty() && inspection.state() instanceof TaskState.Ended ended) {
      line.add(
          entry(
              inspection.definition().id(),
              new TaskEvent.TaskEnded(
                  ended.outcome(), ended.value(), ended.confidence(), ended.reason(), ended.at())));
    }
    return line;
  }

  private ObjectNode entry(String type, Instant at) {
    return json.object().put("type", type).put("at", at.toString());
  }

  private ObjectNode entry(TaskId task, TaskEvent event) {
    ObjectNode fields = (ObjectNode) json.treeOf(event);
    ObjectNode entry = json.object().put("type", type(event));
    entry.set("at", fields.remove("at"));
    JsonNode ordinal = fields.remove("ordinal");
    if (ordinal != null) {
      entry.put("assignment", new AssignmentId(task, ordinal.intValue()).text());
    }
    JsonNode adjusts = fields.remove("adjusts");
    if (adjusts != null) {
      entry.put("adjusts", new AssignmentId(task, adjusts.intValue()).text());
    }
    fields.remove("request");
    raw(fields, "answer");
    raw(fields, "value");
    entry.setAll(fields);
    return entry;
  }

  private static void raw(ObjectNode fields, String name) {
    JsonNode text = fields.get(name);
    if (text != null && text.isTextual()) {
      fields.putRawValue(name, new RawValue(text.textValue()));
    }
  }

  /** Such as {@code lease-granted}. */
  private static String type(TaskEvent event) {
    return event
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }
}
