package swarmline.loadtest.run;

/**
 * Something that was done to the server while the run went on.
 *
 * @param from seconds since measuring began
 * @param until when it was over; the same as {@code from} for what has no length
 * @param kind in a word, such as {@code kill}
 * @param what in words
 */
public record Mark(double from, double until, String kind, String what) {}
