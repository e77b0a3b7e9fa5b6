package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What holds of a task in every state that it can be in. */
public final class TaskInvariants {
  private TaskInvariants() {}

  public static void check(TaskState state, TaskTerms terms) {
    List<Assignment> turns = state.turns().all();
    int first = turns.isEmpty() ? terms.firstOrdinal() : turns.get(0).ordinal();
    for (int i = 0; i < turns.size(); i++) {
      assertThat(turns.get(i).ordinal()).as("ordinals only grow").isEqualTo(first + i);
      check(turns.get(i));
    }
    assertThat(turns.stream().filter(t -> t.live() || t.counted()).map(Assignment::worker))
        .as("I2: no worker has two of live leases and counted answers")
        .doesNotHaveDuplicates();
    if (state instanceof TaskState.Open) {
      assertThat(state.turns().taken())
          .as("I1: live leases and counted answers are at most the redundancy")
          .isLessThanOrEqualTo(state.redundancy(terms));
    } else {
      assertThat(state.turns().live()).as("an ended task has no live lease").isEmpty();
    }
  }

  private static void check(Assignment turn) {
    boolean answered =
        switch (turn.status()) {
          case SUBMITTED, APPROVED, REJECTED -> true;
          case LEASED, RETURNED, SKIPPED, EXPIRED, REVOKED, ADJUSTED -> false;
        };
    if (turn.counted()) {
      assertThat(answered).as("I3: only an answer under a live lease counts: %s", turn).isTrue();
      assertThat(turn.answer()).isNotNull();
    }
    boolean pending =
        turn.status() == Assignment.Status.LEASED || turn.status() == Assignment.Status.SUBMITTED;
    assertThat(turn.settlement() == null)
        .as("settled if and only if neither leased nor awaiting review: %s", turn)
        .isEqualTo(pending);
    assertThat(turn.endedAt() == null).isEqualTo(turn.live());
    assertThat(turn.holdsUntil()).isAfterOrEqualTo(turn.expiresAt());
  }
}
