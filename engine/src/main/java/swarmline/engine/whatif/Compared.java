package swarmline.engine.whatif;

/**
 * Values that tasks came to, held against what they should have come to.
 *
 * @param tasks of how many it is known what that is
 * @param resolved how many of them came to a value
 * @param agreeing how many of those values agree, in parts where values have several
 */
public record Compared(int tasks, int resolved, double agreeing) {
  static final Compared NONE = new Compared(0, 0, 0);

  Compared plus(boolean comesToAValue, double agreement) {
    return new Compared(tasks + 1, resolved + (comesToAValue ? 1 : 0), agreeing + agreement);
  }
}
