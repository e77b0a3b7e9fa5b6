package swarmline.api.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import swarmline.engine.dispatch.TaskInspection;
import swarmline.engine.id.Words;
import swarmline.engine.pool.PoolSpec;
import swarmline.engine.task.TaskDefinition;
import swarmline.engine.task.TaskState;
import swarmline.engine.task.TaskTerms;

/**
 * A task, as the platform sees it.
 *
 * @param payload JSON as it was published
 * @param redundancy answers wanted now
 * @param state {@code open}, or its outcome
 * @param value JSON; null unless resolved
 * @param reason why it is not resolved; null when it is, and while it is open
 * @param answers how many count
 * @param live leases that are held now
 * @param gold the answer that is right, as it was declared or corrected; null where none was
 */
record TaskView(
    String id,
    String pool,
    String key,
    @JsonRawValue String payload,
    int priority,
    int redundancy,
    Set<String> reservedFor,
    Set<String> unavailableFor,
    Instant publishedAt,
    String state,
    @JsonRawValue String value,
    Double confidence,
    String reason,
    Instant endedAt,
    int answers,
    int live,
    Gold gold,
    List<AssignmentView> assignments) {

  record Gold(@JsonRawValue String answer) {

    static Gold of(TaskDefinition task, TaskState state) {
      String corrected = state.changed().gold();
      String truth = corrected == null ? task.gold() : corrected;
      return truth == null ? null : new Gold(truth);
    }
  }

  static TaskView of(TaskInspection inspection, PoolSpec pool) {
    TaskDefinition task = inspection.definition();
    TaskState state = inspection.state();
    TaskState.Ended ended = state instanceof TaskState.Ended end ? end : null;
    return new TaskView(
        task.id().text(),
        task.id().pool().text(),
        task.key(),
        task.payload(),
        state.changed().priority() == null ? task.priority() : state.changed().priority(),
        state.redundancy(new TaskTerms(pool, task)),
        new TreeSet<>(task.reservedFor()),
        new TreeSet<>(task.unavailableFor()),
        task.publishedAt(),
        ended == null ? "open" : Words.of(ended.outcome()),
        ended == null ? null : ended.value(),
        ended == null ? null : ended.confidence(),
        ended == null ? null : ended.reason(),
        ended == null ? null : ended.at(),
        state.turns().counted(),
        state.turns().live().size(),
        Gold.of(task, state),
        state.turns().all().stream()
            .map(turn -> AssignmentView.of(task.id(), task.key(), turn))
            .toList());
  }
}
