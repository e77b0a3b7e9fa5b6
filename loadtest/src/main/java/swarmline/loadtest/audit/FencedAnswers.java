package swarmline.loadtest.audit;

/** No answer counts that came when its lease had ended, or that its worker was told is refused. */
final class FencedAnswers implements Check {
  @Override
  public String promise() {
    return "No answer counts that came when its lease had ended";
  }

  @Override
  public String invariant() {
    return "I3";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    for (Turn turn : evidence.turns()) {
      if (turn.isCounted()) {
        asStored(turn, evidence, findings);
        asSeen(turn, findings);
      }
    }
  }

  private void asStored(Turn turn, Evidence evidence, Findings findings) {
    long grace = evidence.poolOf(evidence.task(turn.stored.task())).graceMicros();
    if (!turn.isStoredAsAnswered()) {
      findings.add(this, "{} is stored as {} and counts", turn.assignment, turn.stored.state());
    } else if (turn.stored.submittedAt() >= turn.stored.expiresAt() + grace) {
      findings.add(
          this,
          "{} counts, though submitted {} us after its lease had ended",
          turn.assignment,
          turn.stored.submittedAt() - turn.stored.expiresAt() - grace);
    }
  }

  private void asSeen(Turn turn, Findings findings) {
    Told told = turn.told;
    if (told == null) {
      return;
    }
    if (told.refusedAt > 0 && told.acceptedAt == 0 && told.answeredAt > 0) {
      findings.add(this, "{} counts, though its worker was told {}", turn.assignment, told.refusal);
    }
    if (endedBefore(told.expiredAt, told) || endedBefore(told.revokedAt, told)) {
      findings.add(this, "{} counts, though told to be over before the answer", turn.assignment);
    }
  }

  private static boolean endedBefore(long end, Told told) {
    return end > 0 && told.answeredAt > end;
  }
}
