package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Worked by hand. */
class LabelMajorityTest {
  private final LabelMajority labels = new LabelMajority();

  @Test
  void theValueHoldsWhatMoreThanHalfHaveNamed() {
    assertThat(labels.aggregate(List.of("[\"a\",\"b\"]", "[\"a\"]", "[\"a\",\"b\",\"c\"]")))
        .as("a by 3, b by 2, c by 1 of 3: on b and c two of three agree")
        .isEqualTo(new Aggregate("[\"a\",\"b\"]", 2, 2, 1, 3));
  }

  @Test
  void aValueThatNobodyGaveMayBeTheOneOnWhichMostAgree() {
    assertThat(labels.aggregate(List.of("[\"a\",\"b\"]", "[\"b\",\"c\"]", "[\"a\",\"c\"]")).value())
        .isEqualTo("[\"a\",\"b\",\"c\"]");
  }

  @Test
  void aLabelNamedByHalfIsATieAndNotInTheValue() {
    Aggregate half = labels.aggregate(List.of("[\"a\",\"b\"]", "[\"a\"]"));

    assertThat(half).isEqualTo(new Aggregate("[\"a\"]", 1, 1, 1, 2));
    assertThat(half.tied()).isTrue();
  }

  @Test
  void whoNameNothingAgreeOnNothing() {
    assertThat(labels.aggregate(List.of("[]", "[]"))).isEqualTo(new Aggregate("[]", 2, 2, 0, 2));
    assertThat(labels.aggregate(List.of()).value()).isNull();
  }

  @Test
  void heavierAnswersCountForMore() {
    Tally tally = labels.tally();
    tally.add("[\"a\"]", 2.5);
    tally.add("[]", 1);
    tally.add("[\"b\"]", 1);

    assertThat(tally.now()).isEqualTo(new Aggregate("[\"a\"]", 2.5, 2.5, 2, 4.5, 3));
  }

  @Test
  void whateverTheOrderEachLabelIsAMajorityOfItsOwn() {
    var random = new Random(4);
    for (int round = 0; round < 500; round++) {
      List<List<String>> sets = new ArrayList<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        sets.add(any(random));
      }
      List<String> expected =
          List.of("a", "b", "c", "d").stream()
              .filter(label -> 2 * count(sets, label) > sets.size())
              .toList();
      Aggregate now = labels.aggregate(sets.stream().map(LabelMajorityTest::json).toList());
      Collections.shuffle(sets, random);

      assertThat(now.value()).isEqualTo(json(expected));
      assertThat(labels.aggregate(sets.stream().map(LabelMajorityTest::json).toList()))
          .isEqualTo(now);
    }
  }

  @ParameterizedTest
  @EnumSource(Spam.class)
  void fewerThanHalfTurnNoLabelOnWhichTheOthersAgree(Spam spam) {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      int others = 1 + random.nextInt(7);
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < others; i++) {
        answers.add(random.nextBoolean() ? "[\"a\",\"b\"]" : "[\"a\"]");
      }
      answers.addAll(spam.given(random.nextInt(others), "[\"c\",\"d\"]", () -> json(any(random))));
      Collections.shuffle(answers, random);
      List<String> value = AnswerTexts.texts(labels.aggregate(answers).value());

      assertThat(value).as("all others name a, seed %d", seed).contains("a");
      assertThat(value).as("none of them names c or d").doesNotContain("c", "d");
    }
  }

  private static List<String> any(Random random) {
    List<String> set = new ArrayList<>(List.of("a", "b", "c", "d"));
    set.removeIf(label -> random.nextBoolean());
    return set;
  }

  private static long count(List<List<String>> sets, String label) {
    return sets.stream().filter(set -> set.contains(label)).count();
  }

  private static String json(List<String> labels) {
    return labels.stream()
        .map(label -> '"' + label + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }
}
