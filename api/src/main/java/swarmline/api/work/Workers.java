package swarmline.api.work;

import swarmline.engine.dispatch.WorkerCommand;
import swarmline.engine.id.WorkerId;

/** Where sessions send what their workers say: the engine. */
@FunctionalInterface
interface Workers {
  void tell(WorkerId worker, WorkerCommand command);
}
