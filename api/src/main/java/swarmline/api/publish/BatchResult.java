package swarmline.api.publish;

import java.util.ArrayList;
import java.util.List;
import swarmline.engine.task.Refusal;

/** What became of one piece of a body. */
record BatchResult(long added, long existing, List<RefusedLine> refused) {

  /**
   * @param numbers as the engine gives them: negative where the key was known before
   */
  static BatchResult stored(ReadTasks read, long[] numbers) {
    long added = 0;
    for (long number : numbers) {
      if (number > 0) {
        added++;
      }
    }
    return new BatchResult(added, numbers.length - added, read.refused());
  }

  static BatchResult nothing(ReadTasks read) {
    return new BatchResult(0, 0, read.refused());
  }

  static BatchResult refused(ReadTasks read, Refusal refusal) {
    var refused = new ArrayList<>(read.refused());
    for (long line : read.lines()) {
      refused.add(RefusedLine.of(line, refusal));
    }
    return new BatchResult(0, 0, refused);
  }
}
