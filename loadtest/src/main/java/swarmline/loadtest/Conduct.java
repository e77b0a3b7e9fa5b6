package swarmline.loadtest;

import picocli.CommandLine.Option;
import swarmline.loadtest.worker.Behaviour;
import swarmline.loadtest.worker.ThinkTime;

/** The options that say how workers act on what they are handed. */
final class Conduct {
  @Option(
      names = "--think",
      paramLabel = "TIME",
      description =
          "from task to answer: a mean such as 200ms (draws of half to one and a half of it; a"
              + " plain number is milliseconds), constant:TIME, uniform:FROM-TO, exponential:MEAN"
              + " or lognormal:MEDIAN:SIGMA; default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private ThinkTime think;

  @Option(
      names = "--accuracy",
      paramLabel = "P",
      description = "of the answers are the true one; default ${DEFAULT-VALUE}",
      defaultValue = "1")
  private double accuracy;

  @Option(
      names = "--abandon",
      paramLabel = "P",
      description = "of the assignments are never answered; default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private double abandon;

  @Option(
      names = "--return",
      paramLabel = "P",
      description = "of the assignments are returned; default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private double giveBack;

  @Option(
      names = "--disconnect",
      paramLabel = "P",
      description =
          "of the assignments make the worker drop its connection, come back and answer then;"
              + " default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private double disconnect;

  @Option(
      names = "--late-answers",
      paramLabel = "P",
      description =
          "of the assignments are answered after the lease has ended, and are to be refused;"
              + " default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private double late;

  @Option(
      names = "--duplicate-answers",
      paramLabel = "P",
      description =
          "of the answers are sent twice, and are to be replied to alike; default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private double duplicate;

  @Option(
      names = "--slow-readers",
      paramLabel = "P",
      description =
          "of the workers leave their socket unread for up to a second after each message;"
              + " not measured; default ${DEFAULT-VALUE}",
      defaultValue = "0")
  private double slowReaders;

  /**
   * @throws IllegalArgumentException where an option makes no sense, with words for the user
   */
  Behaviour behaviour() {
    Options.share("--accuracy", accuracy);
    Options.share("--abandon", abandon);
    Options.share("--return", giveBack);
    Options.share("--disconnect", disconnect);
    Options.share("--late-answers", late);
    Options.share("--duplicate-answers", duplicate);
    Options.share("--slow-readers", slowReaders);
    return new Behaviour(
        think, accuracy, abandon, giveBack, disconnect, late, duplicate, slowReaders);
  }
}
