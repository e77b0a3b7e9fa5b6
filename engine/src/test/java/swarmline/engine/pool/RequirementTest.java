package swarmline.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import swarmline.engine.pool.Requirement.Op;

class RequirementTest {

  @Test
  void aRequirementIsWordedAsItIsGiven() {
    assertThat(new Requirement("english", Op.NOT_IN, List.of("a1", "a2")).text())
        .isEqualTo("english not-in [a1, a2]");
    assertThat(new Requirement("english", Op.EXISTS, null).text()).isEqualTo("english exists");
    assertThat(
            new Requirement(null, Requirement.Measure.GOLD_ACCURACY, null, Op.GE, List.of("0.8"))
                .text())
        .isEqualTo("gold-accuracy ge [0.8]");
  }

  @ParameterizedTest
  @CsvSource({
    "EQ, 80.0, 80, true",
    "EQ, de, de, true",
    "EQ, DE, de, false",
    "NE, 80, 80.00, false",
    "NE, 81, 80, true",
    "LT, 9, 10, true",
    "LT, b, a, false",
    "LE, 10, 10.0, true",
    "GT, 10, 9, true",
    "GT, 9, 9, false",
    "GE, 9e0, 9, true",
    "GE, x9, 10, true",
    "IN, 80.0, 80, true",
    "IN, fr, de, false",
    "NOT_IN, fr, de, true",
    "NOT_IN, 80, 80.0, false"
  })
  void valuesThatReadAsNumbersAreComparedAsNumbersOthersAsText(
      Op op, String held, String value, boolean met) {
    var requirement = new Requirement("q", op, List.of(value));

    assertThat(requirement.metBy(Map.of("q", held))).isEqualTo(met);
  }

  @ParameterizedTest
  @EnumSource(Op.class)
  void aWorkerWithoutTheQualificationMeetsOnlyWhatAsksForItsAbsence(Op op) {
    boolean none = op == Op.EXISTS || op == Op.ABSENT;
    var requirement = new Requirement("q", op, none ? List.of() : List.of("1"));

    assertThat(requirement.metBy(Map.of("other", "1")))
        .isEqualTo(op == Op.ABSENT || op == Op.NE || op == Op.NOT_IN);
  }

  @Test
  void havingItIsEnoughToExistAndTooMuchToBeAbsent() {
    assertThat(new Requirement("q", Op.EXISTS, null).metBy(Map.of("q", ""))).isTrue();
    assertThat(new Requirement("q", Op.ABSENT, null).metBy(Map.of("q", ""))).isFalse();
  }

  @Test
  void oneOfManyIsEnough() {
    var requirement = new Requirement("q", Op.IN, List.of("en", "de"));

    assertThat(requirement.metBy(Map.of("q", "de"))).isTrue();
  }

  @Test
  void hugeNumbersAreComparedWithoutWritingThemOut() {
    var requirement = new Requirement("q", Op.LT, List.of("1e999999999"));

    assertThat(requirement.metBy(Map.of("q", "1e999999998"))).isTrue();
    assertThat(requirement.metBy(Map.of("q", "123456789"))).isTrue();
  }
}
