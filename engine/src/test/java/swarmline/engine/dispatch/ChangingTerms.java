package swarmline.engine.dispatch;

import java.util.List;
import java.util.Random;
import swarmline.engine.Specs;
import swarmline.engine.pool.PoolSpec;

/** A pool's spec as a seed has it; some of it changes while the pool is live. */
final class ChangingTerms {
  private static final int ANSWERS_MAX = 4;
  private static final String RULES =
      "{name: 'same', collect: 'repeated-answers', last: 3, atLeast: 2, then: [{action:"
          + " 'restrict', forSeconds: 5}, {action: 'notify'}]}, {name: 'odd', collect:"
          + " 'disagreements', last: 2, atLeast: 2, then: [{action: 'replace-answers'}]}";
  private static final String REPLACING_RULES =
      "{name: 'same', collect: 'repeated-answers', last: 2, atLeast: 1, then: [{action:"
          + " 'replace-answers'}, {action: 'restrict', forSeconds: 5}]}";

  private static final String GOLD_RULES =
      "{name: 'golds', collect: 'wrong-golds', last: 2, atLeast: 1, then: [{action: 'restrict',"
          + " forSeconds: 5}]}";
  private static final String REPLACING_GOLD_RULES =
      "{name: 'golds', collect: 'wrong-golds', last: 2, atLeast: 1, then: [{action:"
          + " 'replace-answers'}]}";

  private final Random random;
  private final String fixed;
  private final String trusted;
  private int answers;
  private String late;
  private String again;

  ChangingTerms(Random random) {
    this.random = random;
    this.answers = 1 + random.nextInt(3);
    this.fixed =
        String.join(
            ", ",
            "answer: {choices: ['a', 'b', 'c']}",
            "order: " + one("'priority'", "'fifo'", "'depth-first'", "'breadth-first'", "'random'"),
            "consensus: {rule: "
                + one("'fixed'", "'matching'", "'agreement'")
                + ", matching: "
                + one("1", "2"),
            "outcomes: " + one("'finalised'", "'revisable'") + "}",
            "limits: {perWorkerAtOnce: " + one("0", "1", "2") + ", atOnce: " + one("0", "5") + "}",
            "reward: {amount: 7, revoked: " + one("'pay'", "'no-pay'"),
            "wrongGolds: " + one("'pay'", "'no-pay'") + "}",
            "gold: " + one("{}", "{every: 2, answers: 1}", "{every: 2, answers: 3}"),
            "requires: [" + one("", "", "", "{qualification: 'q', op: 'absent'}") + "]",
            "review: " + one("{}", "{}", "{mode: 'manual'}", "{afterSeconds: 7}"),
            "rules: ["
                + one(
                    "",
                    RULES,
                    REPLACING_RULES,
                    REPLACING_RULES,
                    GOLD_RULES,
                    REPLACING_GOLD_RULES,
                    REPLACING_GOLD_RULES)
                + "]");
    this.trusted = one("", ", trusted: {after: 1, spotChecks: 0.3}");
    change();
  }

  /** More answers may be wanted, never fewer: what is stored is held against this at once. */
  void change() {
    answers = Math.min(ANSWERS_MAX, answers + random.nextInt(2));
    late = one("'reject'", "'record'", "'accept'");
    again = one("'may-retry'", "'may-retry'", "'not-again'");
  }

  PoolSpec spec() {
    return Specs.spec(
        String.join(
            ", ",
            "redundancy: {answers: " + answers + ", max: " + (answers + 2) + trusted() + "}",
            "lease: {seconds: 6, graceSeconds: 1, lateAnswer: " + late,
            "afterReturn: " + again,
            "afterDisconnectSeconds: 4}",
            fixed));
  }

  private String trusted() {
    return answers > 1 ? trusted : "";
  }

  private String one(String... values) {
    return List.of(values).get(random.nextInt(values.length));
  }
}
