package swarmline.api.problem;

import swarmline.engine.task.Refusal;

/**
 * A request that cannot be carried out, found while it was being read. Carries no stack trace: it
 * is the client's error, not ours.
 */
public final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public Rejected(Problem problem) {
    super(problem.code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Rejected(ApiError error, String detail) {
    this(Problem.of(error, detail));
  }

  public Rejected(Refusal refusal) {
    this(Problem.of(refusal));
  }

  public Problem problem() {
    return problem;
  }
}
