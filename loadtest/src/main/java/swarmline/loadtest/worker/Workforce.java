package swarmline.loadtest.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import swarmline.loadtest.worker.Tally.Count;

/** Workers of a run, wherever they are. Thread-safe. */
public interface Workforce {

  /** Lets the workers connect, evenly over the ramp. */
  void start(Duration ramp);

  /** Lets the arrivals of the orders' schedule begin, where there is one. */
  void beginArrivals();

  /** Ends the arrivals; those that were due and not done count as having waited until now. */
  void endArrivals();

  /** Tells every worker to finish what it holds and leave. */
  void leave();

  /** Ends all connections at once, and hands in the last of the history. */
  void stop() throws InterruptedException;

  /** Names of the workers. */
  List<String> names();

  /** Whether every worker has left. */
  boolean hasLeft();

  /** Whether no worker has anything to do and the server has nothing for any. */
  boolean isIdle();

  /** Why going on is pointless; null while it is not. */
  String hopeless();

  long count(Count count);

  /** Workers that are connected at this moment. */
  long connected();

  Map<String, Long> errors();

  /** Waiting times since this was last asked. By one thread only. */
  LatencyInterval latencies();

  /** The threads of this process that serve sockets, for their share of the processor. */
  List<Thread> threads();

  /** Processor time that other processes have used for it. */
  Duration cpuOfOthers();
}
