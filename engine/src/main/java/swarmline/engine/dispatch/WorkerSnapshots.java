package swarmline.engine.dispatch;

import org.apache.pekko.persistence.typed.SnapshotAdapter;
import swarmline.engine.worker.WorkerSnapshot;
import swarmline.engine.worker.WorkerState;

/** Stores a worker's state in its stable form. */
final class WorkerSnapshots implements SnapshotAdapter<WorkerState> {

  @Override
  public Object toJournal(WorkerState state) {
    return WorkerSnapshot.of(state);
  }

  @Override
  public WorkerState fromJournal(Object stored) {
    return ((WorkerSnapshot) stored).state();
  }
}
