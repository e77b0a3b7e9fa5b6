package swarmline.loadtest.run;

/**
 * One second of a run.
 *
 * @param second since measuring began, at its end; negative while warming up
 * @param cycles accepted answers in it
 * @param claimP99 in microseconds
 * @param answerP99 in microseconds
 */
public record Sample(double second, long cycles, long claimP99, long answerP99) {}
