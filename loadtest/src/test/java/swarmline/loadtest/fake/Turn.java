package swarmline.loadtest.fake;

/** One assignment in the fake's memory. */
final class Turn {
  final FakeTask task;
  final String id;
  final String worker;
  final long leasedAt;
  final long expiresAt;
  String state = "leased";
  String answer;
  boolean counted;
  long submittedAt;
  long endedAt;

  Turn(FakeTask task, String id, String worker, long leasedAt, long expiresAt) {
    this.task = task;
    this.id = id;
    this.worker = worker;
    this.leasedAt = leasedAt;
    this.expiresAt = expiresAt;
  }

  boolean isLive() {
    return state.equals("leased");
  }

  void end(String how, long at) {
    state = how;
    endedAt = at;
  }
}
