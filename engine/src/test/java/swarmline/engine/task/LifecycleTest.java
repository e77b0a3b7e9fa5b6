package swarmline.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import swarmline.engine.dispatch.TaskCommand;

/**
 * The page on the life of a task says what the rules do: all of it, and nothing else. Sets are
 * compared, so a line that no task ever comes to fails as one that is missing does.
 */
class LifecycleTest {
  private static final LifecycleWalks WALKS = LifecycleWalks.taken();
  private final LifecycleDocument page = LifecycleDocument.read();

  @Test
  void thePageSaysWhatEachCommandToATaskComesTo() {
    assertThat(page.ofTasks()).containsExactlyInAnyOrderElementsOf(WALKS.ofTasks);
  }

  @Test
  void thePageSaysWhatEachCommandToAnAssignmentComesTo() {
    assertThat(page.ofAssignments()).containsExactlyInAnyOrderElementsOf(WALKS.ofAssignments);
  }

  @Test
  void theDiagramHasTheStepsThatTasksAndAssignmentsTake() {
    assertThat(page.transitions()).containsExactlyInAnyOrderElementsOf(WALKS.transitions);
  }

  @Test
  void everyCommandThatTheActorHandlesIsOnThePage() {
    Set<String> decided = new TreeSet<>(commands(page.ofTasks(), 1));
    decided.addAll(commands(page.ofAssignments(), 2));

    assertThat(decided).doesNotContainAnyElementsOf(page.thatDecideNothing());
    decided.addAll(page.thatDecideNothing());
    assertThat(decided)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(TaskCommand.class, TaskCommand.Reopening.class)
                .flatMap(protocol -> Arrays.stream(protocol.getPermittedSubclasses()))
                .filter(type -> !type.isInterface())
                .map(Class::getSimpleName)
                .toList());
  }

  @Test
  void everyEventAndEveryStatusIsOnThePage() {
    assertThat(TaskEvent.class.getPermittedSubclasses())
        .allSatisfy(event -> assertThat(page.names(event.getSimpleName())).isTrue());
    assertThat(Assignment.Status.values())
        .allSatisfy(
            status ->
                assertThat(page.transitions())
                    .anyMatch(step -> step.contains("--> " + LifecycleWalks.name(status) + " ")));
  }

  private static Set<String> commands(Set<String> rows, int column) {
    return rows.stream().map(row -> row.split(" \\| ", -1)[column]).collect(Collectors.toSet());
  }
}
