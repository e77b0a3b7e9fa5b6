package swarmline.engine.quality;

import swarmline.engine.id.TaskId;

/** Whether a worker's answer to a task agrees with the task's outcome. */
public record Agreement(TaskId task, boolean agrees) {}
