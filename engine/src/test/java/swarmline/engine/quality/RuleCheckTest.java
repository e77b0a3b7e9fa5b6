package swarmline.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static swarmline.engine.Specs.spec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import swarmline.engine.pool.QualityRule;
import swarmline.engine.quality.RuleCheck.Finding;
import swarmline.engine.task.Settlement.Verdict;

class RuleCheckTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private static final List<Verdict> VERDICTS = List.of(Verdict.values());

  private Standing standing = Standing.NEW;
  private Instant clock = NOW;

  @Test
  void answersThatAreTooFastAreCountedAmongTheLastAnswersOnly() {
    QualityRule rule = rule("collect: 'fast-answers', seconds: 3, last: 4, atLeast: 2");

    answer(1_000);
    assertThat(finding(rule)).isNull();
    ends(Verdict.SKIPPED);
    answer(3_000);
    answer(5_000);
    answer(5_000);
    answer(2_999);
    assertThat(finding(rule)).as("of 3000, 5000, 5000, 2999 one is fast").isNull();
    answer(0);

    assertThat(finding(rule)).isEqualTo(new Finding(rule, 2, 4));
  }

  @Test
  void aStreakOfSkipsIsSoManyOfAsMany() {
    QualityRule rule = rule("collect: 'skips', last: 3, atLeast: 3");

    ends(Verdict.SKIPPED);
    ends(Verdict.SKIPPED);
    answer(9_000);
    ends(Verdict.SKIPPED);
    ends(Verdict.SKIPPED);
    assertThat(finding(rule)).isNull();
    ends(Verdict.REVOKED);
    ends(Verdict.SKIPPED);

    assertThat(finding(rule)).as("being recalled breaks no streak").isNotNull();
  }

  @Test
  void theSameAnswerAgainAndAgainIsCountedFromTheSecondOn() {
    QualityRule rule = rule("collect: 'repeated-answers', last: 3, atLeast: 3");

    answer("\"a\"");
    answer("\"a\"");
    ends(Verdict.EXPIRED);
    answer("\"a\"");
    assertThat(finding(rule)).isNull();
    answer("\"a\"");

    assertThat(finding(rule)).isEqualTo(new Finding(rule, 3, 3));
    answer("\"b\"");
    assertThat(finding(rule)).isNull();
  }

  @Test
  void aShareSaysNothingBeforeThereIsEnough() {
    QualityRule rule = rule("collect: 'wrong-golds', share: 0.3, after: 4, last: 10");

    gold(false);
    gold(false);
    gold(true);
    answer(9_000);
    assertThat(finding(rule)).isNull();
    gold(true);

    assertThat(finding(rule)).isEqualTo(new Finding(rule, 2, 4));
    gold(true);
    gold(true);
    gold(true);
    assertThat(finding(rule)).as("two of seven are below three in ten").isNull();
  }

  @Test
  void goldsAreRememberedThoughManyOtherAnswersCameSince() {
    QualityRule rule = rule("collect: 'wrong-golds', last: 2, atLeast: 2");
    gold(false);
    for (int i = 0; i < 3 * QualityRule.LAST_MAX; i++) {
      answer(9_000);
    }
    gold(false);

    assertThat(finding(rule)).isEqualTo(new Finding(rule, 2, 2));
    assertThat(standing.signs()).hasSize(QualityRule.LAST_MAX);
  }

  @Test
  void whatIsOlderThanTheWindowIsNotLookedAt() {
    QualityRule rule = rule("collect: 'returns', atLeast: 2, withinSeconds: 60");
    ends(Verdict.RETURNED);
    clock = NOW.plusSeconds(60);
    ends(Verdict.RETURNED);

    assertThat(finding(rule)).as("a window ends before its end").isNull();
    clock = NOW.plusSeconds(119);
    ends(Verdict.RETURNED);
    assertThat(finding(rule)).isEqualTo(new Finding(rule, 2, 2));
  }

  @Test
  void aRuleNeverActsTwiceOnTheSameThings() {
    QualityRule rule = rule("collect: 'expiries', last: 5, atLeast: 2");
    ends(Verdict.EXPIRED);
    ends(Verdict.EXPIRED);
    assertThat(finding(rule)).isNotNull();

    standing = standing.actedOn(rule.name());

    assertThat(finding(rule)).isNull();
    ends(Verdict.EXPIRED);
    assertThat(finding(rule)).isNull();
    ends(Verdict.EXPIRED);
    assertThat(finding(rule)).isEqualTo(new Finding(rule, 2, 2));
  }

  @Test
  void rejectedAnswersAreCountedAmongAnswers() {
    QualityRule rule = rule("collect: 'rejected-answers', share: 0.5, after: 2, last: 4");
    answer(9_000);
    ends(Verdict.REJECTED);

    assertThat(finding(rule)).isEqualTo(new Finding(rule, 1, 2));
  }

  @Test
  void disagreementsAreCountedAmongAnswersOfWhichTheOutcomeOrTheTruthIsKnown() {
    QualityRule rule = rule("collect: 'disagreements', last: 3, atLeast: 2");
    answer(9_000);
    long disagrees = standing.seen();
    standing = standing.agreeing(disagrees, false);
    answer(9_000);
    ends(Verdict.SKIPPED);
    gold(false);

    assertThat(finding(rule)).as("a gold that is wrong disagrees with its truth").isNotNull();
    standing = standing.agreeing(disagrees, true);
    assertThat(finding(rule)).as("what was heard last holds").isNull();
    standing = standing.agreeing(disagrees + 1, false);
    assertThat(finding(rule)).isEqualTo(new Finding(rule, 2, 3));
    gold(true);
    assertThat(finding(rule)).as("of the last three again two").isNotNull();
    gold(true);
    assertThat(finding(rule)).isNull();
  }

  @Test
  void anOutcomeThatComesAfterARuleHasActedIsNoNewsOfWhatTheRuleHasSeen() {
    QualityRule rule = rule("collect: 'disagreements', last: 3, atLeast: 1");
    answer(9_000);
    answer(9_000);
    standing = standing.agreeing(2, false);
    assertThat(finding(rule)).isNotNull();
    standing = standing.actedOn(rule.name()).agreeing(1, false);

    assertThat(finding(rule)).isNull();
  }

  @Test
  void whatIsFoundIsWhatAPlainCountOverTheWholeHistoryFinds() {
    for (long seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      int last = 1 + random.nextInt(12);
      QualityRule rule =
          rule("collect: 'skips', last: " + last + ", atLeast: " + (1 + random.nextInt(last)));
      standing = Standing.NEW;
      List<Verdict> since = new ArrayList<>();
      for (int step = 0; step < 200; step++) {
        Verdict verdict = VERDICTS.get(random.nextInt(VERDICTS.size()));
        ends(verdict);
        if (verdict != Verdict.REVOKED) {
          since.add(verdict);
        }
        List<Verdict> window = since.subList(Math.max(0, since.size() - last), since.size());
        long hits = window.stream().filter(one -> one == Verdict.SKIPPED).count();
        boolean applies = hits >= rule.atLeast();
        assertThat(finding(rule) != null).as("seed %s, step %s", seed, step).isEqualTo(applies);
        if (applies) {
          standing = standing.actedOn(rule.name());
          since.clear();
        }
      }
    }
  }

  private void answer(long millis) {
    standing =
        standing.after(
            standing.seen() + 1,
            Verdict.APPROVED,
            new Observation(millis, standing.seen(), null),
            clock);
  }

  private void answer(String text) {
    standing =
        standing.after(
            standing.seen() + 1,
            Verdict.APPROVED,
            new Observation(9_000, Observation.of(text), null),
            clock);
  }

  private void gold(boolean right) {
    standing =
        standing.after(
            standing.seen() + 1,
            Verdict.APPROVED,
            new Observation(9_000, standing.seen(), right),
            clock);
  }

  private void ends(Verdict verdict) {
    standing =
        standing.after(standing.seen() + 1, verdict, new Observation(9_000, null, null), clock);
  }

  private Finding finding(QualityRule rule) {
    List<Finding> found = RuleCheck.findings(List.of(rule), standing, clock);
    return found.isEmpty() ? null : found.get(0);
  }

  private static QualityRule rule(String fields) {
    return spec("rules: [{name: 'r', " + fields + ", then: [{action: 'restrict'}]}]")
        .rules()
        .get(0);
  }
}
