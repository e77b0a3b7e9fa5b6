package swarmline.api.http;

import java.util.Locale;
import swarmline.engine.task.TaskState;

/** How constants are written to the outside: lower case with dashes. */
final class Words {
  static final String OPEN = "open";

  private Words() {}

  static String of(Enum<?> constant) {
    return of(constant.name());
  }

  /** A constant's name as it was stored, or any other text as it is. */
  static String of(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A task's state: {@code open}, or its outcome. */
  static String of(TaskState state) {
    return state instanceof TaskState.Ended ended ? of(ended.outcome()) : OPEN;
  }
}
