package swarmline.api.problem;

import swarmline.engine.task.Refusal;

/** The HTTP status that each of the engine's refusals is given with. */
public final class RefusalStatus {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private RefusalStatus() {}

  public static int of(Refusal refusal) {
    return switch (refusal) {
      case UNKNOWN_POOL, UNKNOWN_TASK, UNKNOWN_ASSIGNMENT -> NOT_FOUND;
      case NOT_YOUR_ASSIGNMENT,
          WORKER_RESTRICTED,
          NOT_QUALIFIED,
          RESERVED_FOR_OTHERS,
          UNAVAILABLE_FOR_WORKER ->
          FORBIDDEN;
      case POOL_ARCHIVED,
          POOL_TAKES_NO_TASKS,
          POOL_NOT_OPEN,
          POOL_HAS_NO_MODEL,
          TASK_ENDED,
          TASK_NOT_ENDED,
          TASK_NO_GOLD,
          TASK_TOO_OLD,
          ALREADY_ANSWERED,
          GIVEN_BACK_BEFORE,
          WORKER_LIMIT_REACHED,
          WORKER_HOLDS_ENOUGH,
          POOL_HOLDS_ENOUGH,
          NO_SLOT_FREE,
          NOTHING_TO_OFFER,
          LEASE_EXPIRED,
          LATE_ANSWER_RECORDED,
          LEASE_RETURNED,
          LEASE_SKIPPED,
          LEASE_REVOKED,
          ALREADY_SUBMITTED,
          ANSWER_DIFFERS,
          NOT_SUBMITTED,
          ALREADY_REVIEWED,
          REDUNDANCY_BELOW_ANSWERS ->
          CONFLICT;
      case INVALID_ANSWER, REDUNDANCY_OUT_OF_RANGE -> UNPROCESSABLE;
      case PUBLISHING_TOO_FAST -> TOO_MANY_REQUESTS;
      case TRY_AGAIN -> UNAVAILABLE;
    };
  }
}
