package swarmline.loadtest.audit;

/** A request that is sent again is answered as it was before. */
final class SteadyReplies implements Check {
  @Override
  public String promise() {
    return "A request that is sent again is answered as it was before";
  }

  @Override
  public String invariant() {
    return "I9";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    for (Turn turn : evidence.turns()) {
      if (turn.told == null) {
        continue;
      }
      boolean accepted = turn.told.acceptedAt > 0 || turn.told.returnAcceptedAt > 0;
      if (accepted && turn.told.refusedAt > 0) {
        findings.add(
            this,
            "a request about {} was accepted and then {}",
            turn.assignment,
            turn.told.refusal);
      }
    }
  }
}
