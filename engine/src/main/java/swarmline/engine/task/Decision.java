package swarmline.engine.task;

import java.util.List;

/** What a task's rules make of a command. */
public sealed interface Decision {

  /**
   * These events are to be stored, then the command is answered. Without events the command was
   * carried out before, and is answered the same again.
   *
   * @param ordinal the assignment it is about; 0 for the whole task
   */
  record Accepted(List<TaskEvent> events, int ordinal) implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /**
   * Refused, and why.
   *
   * @param events to be stored all the same: what the clock or a policy brought about
   */
  record Refused(Refusal refusal, List<TaskEvent> events) implements Decision {
    public Refused {
      events = List.copyOf(events);
    }
  }

  /** What is to be stored in either case. */
  List<TaskEvent> events();
}
