package swarmline.loadtest.worker;

import java.util.random.RandomGenerator;

/**
 * How workers act on what they are handed: each share is of the assignments but where it says
 * otherwise, and those of what is done with an assignment make one at the most.
 *
 * @param accuracy share of the answers that are the task's true one
 * @param abandon never answered
 * @param giveBack returned
 * @param disconnect the connection is dropped, and the assignment answered after coming back
 * @param late answered only after the lease has ended
 * @param duplicate share of the answers that are sent twice
 * @param slowReaders share of the workers that leave their messages unread for a while
 */
public record Behaviour(
    ThinkTime think,
    double accuracy,
    double abandon,
    double giveBack,
    double disconnect,
    double late,
    double duplicate,
    double slowReaders) {

  /** What a worker does with an assignment. */
  enum Deed {
    ANSWER,
    ABANDON,
    RETURN,
    DISCONNECT,
    ANSWER_LATE
  }

  /** Answers all, at once and truly. */
  public static final Behaviour EAGER = new Behaviour(ThinkTime.NONE, 1, 0, 0, 0, 0, 0, 0);

  public Behaviour {
    if (abandon + giveBack + disconnect + late > 1) {
      throw new IllegalArgumentException(
          "--abandon, --return, --disconnect and --late-answers together are more than all");
    }
  }

  /** The same with another think time. */
  public Behaviour thinking(ThinkTime other) {
    return new Behaviour(
        other, accuracy, abandon, giveBack, disconnect, late, duplicate, slowReaders);
  }

  /** The same with these shares abandoned and returned. */
  public Behaviour leaving(double abandoned, double returned) {
    return new Behaviour(
        think, accuracy, abandoned, returned, disconnect, late, duplicate, slowReaders);
  }

  /** The same with this share of true answers. */
  public Behaviour answering(double truly) {
    return new Behaviour(think, truly, abandon, giveBack, disconnect, late, duplicate, slowReaders);
  }

  /** Whether some leases end with nobody acting on them in time. */
  public boolean letsLeasesEnd() {
    return abandon > 0 || late > 0;
  }

  /** Draws what is done with the next assignment. */
  Deed deed(RandomGenerator random) {
    if (abandon + giveBack + disconnect + late == 0) {
      return Deed.ANSWER;
    }
    double drawn = random.nextDouble();
    if (drawn < abandon) {
      return Deed.ABANDON;
    }
    if (drawn < abandon + giveBack) {
      return Deed.RETURN;
    }
    if (drawn < abandon + giveBack + disconnect) {
      return Deed.DISCONNECT;
    }
    return drawn < abandon + giveBack + disconnect + late ? Deed.ANSWER_LATE : Deed.ANSWER;
  }
}
