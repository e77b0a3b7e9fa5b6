package swarmline.loadtest.audit;

import java.util.Map;
import java.util.TreeMap;

/**
 * No worker was left waiting to the end beside a task that was open all the while, wanted more
 * workers and had not had this one.
 */
final class Starvation implements Check {
  /** Microseconds that a push may take. */
  private static final long PUSH = 2_000_000;

  @Override
  public String promise() {
    return "No worker is left waiting beside an open task that it may do";
  }

  @Override
  public String invariant() {
    return "I6";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    Map<String, Span> waits = waits(evidence);
    if (waits.isEmpty()) {
      return;
    }
    for (TaskFacts task : evidence.tasks()) {
      if (task.outcomes.isEmpty() && !task.pool.isEmpty() && wantsMore(task, evidence)) {
        examine(task, waits, evidence, findings);
      }
    }
  }

  private void examine(
      TaskFacts task, Map<String, Span> waits, Evidence evidence, Findings findings) {
    long openSince = openSince(task, evidence);
    for (Map.Entry<String, Span> wait : waits.entrySet()) {
      long from = Math.max(openSince, wait.getValue().from());
      long to = wait.getValue().to();
      boolean hadIt =
          task.turns.stream()
              .anyMatch(t -> t.stored != null && t.stored.worker().equals(wait.getKey()));
      if (to - from > PUSH && !hadIt && !evidence.outages().anyIn(from, to)) {
        findings.add(
            this, "{} waited {} us beside open task {}", wait.getKey(), to - from, task.id);
        return;
      }
    }
  }

  private static Map<String, Span> waits(Evidence evidence) {
    Map<String, Span> waits = new TreeMap<>();
    for (String worker : evidence.workerNames()) {
      Span wait = evidence.attendanceOf(worker).lastWait();
      if (wait.to() - wait.from() > PUSH) {
        waits.put(worker, wait);
      }
    }
    return waits;
  }

  private static boolean wantsMore(TaskFacts task, Evidence evidence) {
    long taken =
        task.turns.stream().filter(turn -> turn.isStoredAsLive() || turn.isCounted()).count();
    return taken < evidence.poolOf(task).answersMax();
  }

  /** Since its pool's last publishing was acknowledged, or its last turn ended. */
  private static long openSince(TaskFacts task, Evidence evidence) {
    long since = evidence.lastPublished(task.pool);
    for (Turn turn : task.turns) {
      if (turn.stored != null) {
        since = Math.max(since, Math.max(turn.stored.endedAt(), turn.stored.submittedAt()));
      }
    }
    return since;
  }
}
