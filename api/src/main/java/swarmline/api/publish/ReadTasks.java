package swarmline.api.publish;

import java.util.List;
import swarmline.engine.catalog.NewTask;

/**
 * The tasks read from a piece of a body, in order, and the lines that are none.
 *
 * @param lines for each task its line
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReadTasks(List<NewTask> tasks, long[] lines, List<RefusedLine> refused) {}
