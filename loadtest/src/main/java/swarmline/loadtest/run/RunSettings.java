package swarmline.loadtest.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import swarmline.loadtest.pace.Schedule;
import swarmline.loadtest.worker.Behaviour;

/**
 * What a run does.
 *
 * @param name begins the names of workers and the keys of tasks
 * @param patience how long to wait for a server that is away, or for work to go on
 */
public record RunSettings(
    String name, Crowd crowd, Pacing pacing, Work work, Shape shape, long seed, Duration patience) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Who works.
   *
   * @param capacity assignments each worker holds at once
   * @param loops threads that serve sockets, in each generator
   * @param generators commands that start further generators, which take their share of the workers
   */
  public record Crowd(
      int workers, int capacity, int loops, Behaviour behaviour, List<List<String>> generators) {
    public Crowd {
      generators = generators.stream().map(List::copyOf).toList();
    }
  }

  /**
   * When things happen.
   *
   * @param length how long to measure; null to do a number of tasks instead, or to work until told
   * @param warmUp what is done first and not measured; the ramp is part of it
   * @param ramp over which workers connect and rates rise
   * @param answers the open loop; null where each worker answers as soon as it can
   * @param tasks when tasks are published; null to keep so many open
   */
  public record Pacing(
      Duration length, Duration warmUp, Duration ramp, Schedule answers, Schedule tasks) {

    /** Everything at once, for so long; null for as long as it takes. */
    public static Pacing closed(Duration length) {
      return new Pacing(length, Duration.ZERO, Duration.ZERO, null, null);
    }
  }

  /**
   * What is published.
   *
   * @param tasks how many to publish and do; 0 to publish as they are done
   * @param ahead tasks kept open while there is no number of them
   * @param payloadBytes of JSON in each task
   * @param publishers connections that publish
   * @param batch tasks in one publishing request
   */
  public record Work(long tasks, long ahead, int payloadBytes, int publishers, int batch) {}

  /** The specification of the n-th pool. */
  public ObjectNode poolSpec(int n) {
    return shape.poolSpec(name + " " + (n + 1), crowd.capacity());
  }

  /** The settings as JSON, for the report and the history. */
  public ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("name", name).put("workers", crowd.workers()).put("capacity", crowd.capacity());
    json.put("loops", crowd.loops()).put("generators", crowd.generators().size() + 1);
    pacing(json);
    json.put("tasks", work.tasks()).put("publishAhead", work.ahead());
    json.put("payloadBytes", work.payloadBytes()).put("publishers", work.publishers());
    json.put("batch", work.batch());
    shape.describe(json);
    behaviour(json);
    return json.put("seed", seed).put("patienceSeconds", patience.toSeconds());
  }

  private void pacing(ObjectNode json) {
    json.put("seconds", pacing.length() == null ? 0 : seconds(pacing.length()));
    json.put("warmUpSeconds", seconds(pacing.warmUp())).put("rampSeconds", seconds(pacing.ramp()));
    Schedule answers = pacing.answers();
    json.put("loop", answers == null ? "closed" : "open");
    json.put("rate", answers == null ? 0 : answers.rate());
    boolean random = isRandom(answers) || isRandom(pacing.tasks());
    json.put("arrivals", random ? "poisson" : "even");
    json.put("publishRate", pacing.tasks() == null ? 0 : pacing.tasks().rate());
  }

  private static boolean isRandom(Schedule schedule) {
    return schedule != null && schedule.isRandom();
  }

  private void behaviour(ObjectNode json) {
    Behaviour behaviour = crowd.behaviour();
    json.put("think", behaviour.think().text()).put("accuracy", behaviour.accuracy());
    json.put("abandon", behaviour.abandon()).put("return", behaviour.giveBack());
    json.put("disconnect", behaviour.disconnect()).put("lateAnswers", behaviour.late());
    json.put("duplicateAnswers", behaviour.duplicate());
    json.put("slowReaders", behaviour.slowReaders());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
