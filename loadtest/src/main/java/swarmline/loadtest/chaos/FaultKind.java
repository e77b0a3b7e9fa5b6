package swarmline.loadtest.chaos;

import java.util.Locale;

/** What can be done to a server. */
public enum FaultKind {
  /** {@code kill -9}, and a start on the same data. */
  KILL,

  /** SIGSTOP and SIGCONT: a long pause of the machine or the collector. */
  PAUSE,

  /** Every connection is lost, and none can be made for a while. */
  CUT,

  /** The disk has no room for a while. */
  FULL_DISK,

  /** The wall clock is wrong for a while; no other clock is. */
  CLOCK_JUMP;

  /** As reports name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
