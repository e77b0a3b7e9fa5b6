package swarmline.loadtest.audit;

/**
 * One violation.
 *
 * @param invariant such as {@code I4}
 * @param rule the check that found it
 * @param what happened to whom
 */
public record Finding(String invariant, String rule, String what) {}
