package swarmline.engine.consensus;

import swarmline.engine.id.Words;

/** Why a task came to no value. Stored and shown as {@link #text()}: names stay. */
public enum ContestReason {
  /** All answers wanted are there and no value stands alone at the top. */
  TIE,
  /** The answers still to come cannot make enough agree. */
  AGREEMENT_OUT_OF_REACH,
  /** At the most answers the likeliest value is not likely enough. */
  POSTERIOR_BELOW_THRESHOLD,
  /** At the most answers the likeliest value is not far enough ahead of the next. */
  LEAD_BELOW_THRESHOLD,
  /** The likeliest value is not likely enough, and no number of answers is worth its price. */
  NO_ANSWER_MORE_IS_WORTH_ITS_PRICE,
  /** Answers differ most in whether there is a thing. */
  BOXES_DIFFER_IN_PRESENCE,
  /** Answers differ most in what a thing is. */
  BOXES_DIFFER_IN_LABEL,
  /** Answers differ most in where a thing is. */
  BOXES_DIFFER_IN_PLACE,
  /** As many turns as a task may have were taken in vain. */
  TURNS_EXHAUSTED;

  private final String text = Words.of(this);

  /** As it is stored and shown, such as {@code agreement-out-of-reach}. */
  public String text() {
    return text;
  }
}
