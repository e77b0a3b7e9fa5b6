package swarmline.loadtest.fake;

/** What the fake server does wrong, once. */
public enum Fault {
  /** A lease that a worker was told of is not stored. */
  LOSE_LEASE,
  /** An accepted answer is not stored; its lease expired, as it seems. */
  LOSE_ANSWER,
  /** An accepted answer is stored and not counted. */
  NOT_COUNT,
  /** A task is handed to one worker more than it wants. */
  OVER_ASSIGN,
  /** A task has two outcomes. */
  END_TWICE,
  /** A settlement is not in the ledger. */
  UNPAID,
  /** A settlement is in the ledger twice. */
  PAY_TWICE,
  /** Workers are said to have earned more than their ledgers say. */
  MISCOUNT
}
