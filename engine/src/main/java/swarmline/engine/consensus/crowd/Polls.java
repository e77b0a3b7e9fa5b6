package swarmline.engine.consensus.crowd;

import java.util.LinkedHashMap;
import swarmline.engine.consensus.Aggregator;
import swarmline.engine.consensus.Poll;

/**
 * The answers of the tasks that were last heard of, as they were read. What it does not hold is
 * read again and comes to the same. Not thread-safe.
 */
final class Polls {
  /** Tasks held: more than workers are busy with in a slice at a time. */
  static final int MAX = 10_000;

  private final Aggregator aggregator;

  /** Those longest not heard of first. */
  private final LinkedHashMap<Long, Poll> polls = new LinkedHashMap<>(16, 0.75f, true);

  Polls(Aggregator aggregator) {
    this.aggregator = aggregator;
  }

  /** The task's answers; those that came since it was last asked for are read. */
  Poll of(WeightedTask task) {
    Poll poll = polls.computeIfAbsent(task.number(), none -> aggregator.poll());
    for (int answer = poll.answers(); answer < task.answers(); answer++) {
      poll.add(task.text(answer));
    }
    if (polls.size() > MAX) {
      polls.remove(polls.keySet().iterator().next());
    }
    return poll;
  }

  /** The task has other answers than before, or has ended. */
  void forget(long task) {
    polls.remove(task);
  }
}
