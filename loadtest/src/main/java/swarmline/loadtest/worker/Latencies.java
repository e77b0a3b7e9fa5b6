package swarmline.loadtest.worker;

import org.HdrHistogram.SingleWriterRecorder;

/** Recorders of one loop's waiting times, in microseconds. One thread records, one other reads. */
public final class Latencies {
  private static final int DIGITS = 3;
  private static final long NANOS_PER_MICRO = 1_000;

  /** From an answer's sending to its acceptance. */
  public final SingleWriterRecorder answer = new SingleWriterRecorder(DIGITS);

  /** From a place becoming free to the task that fills it; not where nothing was there to offer. */
  public final SingleWriterRecorder claim = new SingleWriterRecorder(DIGITS);

  /** From a task's publishing to its push to a worker that had been waiting. */
  public final SingleWriterRecorder push = new SingleWriterRecorder(DIGITS);

  static void record(SingleWriterRecorder recorder, long nanos) {
    recorder.recordValue(Math.max(0, nanos / NANOS_PER_MICRO));
  }
}
