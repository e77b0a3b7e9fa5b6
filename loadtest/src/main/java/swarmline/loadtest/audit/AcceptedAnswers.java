package swarmline.loadtest.audit;

/**
 * Every accepted answer is stored as it was given, and counts, unless a rule of its pool may have
 * replaced it.
 */
final class AcceptedAnswers implements Check {
  @Override
  public String promise() {
    return "Every accepted answer is stored as it was given, and counts unless replaced";
  }

  @Override
  public String invariant() {
    return "I4";
  }

  @Override
  public void examine(Evidence evidence, Findings findings) {
    for (Turn turn : evidence.turns()) {
      if (turn.told == null || turn.told.acceptedAt == 0 || turn.stored == null) {
        continue;
      }
      if (!turn.isStoredAsAnswered()) {
        findings.add(
            this,
            "the answer under {} was accepted, but it is stored as {}",
            turn.assignment,
            turn.stored.state());
      } else if (!turn.stored.answer().equals(turn.told.answer)) {
        findings.add(
            this,
            "the answer under {} was {} and is stored as {}",
            turn.assignment,
            turn.told.answer,
            turn.stored.answer());
      } else if (!turn.stored.counted() && !mayBeReplaced(turn, evidence)) {
        findings.add(this, "the answer under {} was accepted and not counted", turn.assignment);
      }
    }
  }

  private static boolean mayBeReplaced(Turn turn, Evidence evidence) {
    return evidence.poolOf(evidence.task(turn.stored.task())).replacesAnswers();
  }
}
