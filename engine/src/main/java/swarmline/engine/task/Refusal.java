package swarmline.engine.task;

import swarmline.engine.id.Words;

/**
 * Why the engine said no. Listed in the order in which they are checked: where more than one
 * applies, the first is given. The names, in lower case with dashes, are part of the contract.
 */
public enum Refusal {
  UNKNOWN_POOL("there is no such pool"),
  UNKNOWN_TASK("there is no such task"),
  UNKNOWN_ASSIGNMENT("there is no such assignment"),
  NOT_YOUR_ASSIGNMENT("the assignment is another worker's"),
  POOL_ARCHIVED("the pool is archived and can no longer change"),
  POOL_TAKES_NO_TASKS("the pool is closed; open it before publishing to it"),
  POOL_NOT_OPEN("the pool offers no tasks now"),
  POOL_HAS_NO_MODEL("the pool counts answers and has no model of its crowd"),
  PUBLISHING_TOO_FAST("more is being published to this pool than is stored; send it again soon"),
  TASK_ENDED("the task has its outcome; reopen it to change it"),
  TASK_NOT_ENDED("the task has no outcome yet, so it cannot be reopened"),
  TASK_TOO_OLD("the task's history is past its retention, so it cannot be changed any more"),
  WORKER_RESTRICTED("the worker is restricted"),
  NOT_QUALIFIED("the worker does not meet what the pool requires"),
  RESERVED_FOR_OTHERS("the task is reserved for other workers"),
  UNAVAILABLE_FOR_WORKER("the task is not available to this worker"),
  ALREADY_ANSWERED("the worker has answered this task"),
  GIVEN_BACK_BEFORE("the worker gave this task back and the pool does not offer it again"),
  WORKER_LIMIT_REACHED("the worker has done as many of this pool's tasks as one worker may"),
  WORKER_HOLDS_ENOUGH("the worker holds as many of this pool's tasks as one worker may at once"),
  POOL_HOLDS_ENOUGH("as many of this pool's tasks are being worked on as may be at once"),
  NO_SLOT_FREE("as many workers as the task wants have it"),
  NOTHING_TO_OFFER("the pool has no task for this worker now"),
  LEASE_EXPIRED("the lease had expired; the answer is not kept"),
  LATE_ANSWER_RECORDED("the lease had expired; the answer is kept but does not count"),
  LEASE_RETURNED("the worker had given the assignment back"),
  LEASE_SKIPPED("the worker had skipped the assignment"),
  LEASE_REVOKED("the assignment had been revoked"),
  ALREADY_SUBMITTED("the assignment has been answered"),
  ANSWER_DIFFERS("the assignment has been answered, with another answer"),
  TASK_NO_GOLD("the task was not published as a gold, so there is no truth to correct"),
  NOT_SUBMITTED("the assignment has no answer to review"),
  ALREADY_REVIEWED("the assignment has been reviewed, with another verdict"),
  INVALID_ANSWER("the answer is not of the form the pool asks for"),
  REDUNDANCY_OUT_OF_RANGE("redundancy must be 1 to 100"),
  REDUNDANCY_BELOW_ANSWERS("more answers are counted than that"),
  TRY_AGAIN("the engine could not do it now; send the same request again");

  private final String detail;

  Refusal(String detail) {
    this.detail = detail;
  }

  /** A sentence for people. */
  public String detail() {
    return detail;
  }

  /** The stable code of the contract, such as {@code lease-expired}. */
  public String code() {
    return Words.of(this);
  }
}
