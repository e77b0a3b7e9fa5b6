package swarmline.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Worked by hand. */
class BoxMergeTest {
  private final BoxMerge boxes = new BoxMerge(0.5);

  @Test
  void twoBoxesOverlapByTheirIntersectionOverTheirUnion() {
    Box one = new Box(0, 0, 10, 10, null);

    assertThat(one.overlap(new Box(1, 0, 11, 10, null))).isCloseTo(90.0 / 110, within(1e-12));
    assertThat(one.overlap(one)).isEqualTo(1);
    assertThat(one.overlap(new Box(10, 0, 20, 10, null))).isZero();
    assertThat(one.overlap(new Box(20, 20, 30, 30, null))).isZero();
  }

  @Test
  void whatMoreThanHalfHaveDrawnIsMergedSideBySideByItsMedian() {
    Aggregate now =
        boxes.aggregate(
            List.of(
                answer(box(0, 0, 10, 10)),
                answer(box(1, 0, 10, 10), box(50, 50, 5, 5)),
                answer(box(0, 1, 10, 10))));

    assertThat(now.value()).isEqualTo("[{\"height\":10,\"width\":10,\"x\":0,\"y\":0}]");
    assertThat(List.of(now.votes(), now.runnerUp(), now.all())).containsExactly(2.0, 1.0, 3.0);
    assertThat(now.conflict()).isEqualTo(ContestReason.BOXES_DIFFER_IN_PRESENCE);
  }

  @Test
  void theLabelIsTheMostFrequentOneAndMayBeWhatTheyDifferIn() {
    Aggregate now =
        boxes.aggregate(
            List.of(
                answer(cat(0, 0, 10, 10)),
                answer(cat(0, 0, 10, 10)),
                answer(cat(0, 0, 10, 10).replace("cat", "dog"))));

    assertThat(now.value())
        .isEqualTo("[{\"height\":10,\"label\":\"cat\",\"width\":10,\"x\":0,\"y\":0}]");
    assertThat(now.votes()).isEqualTo(2);
    assertThat(now.conflict()).isEqualTo(ContestReason.BOXES_DIFFER_IN_LABEL);
  }

  @Test
  void boxesThatOverlapTooLittleDifferInPlace() {
    Aggregate now = boxes.aggregate(List.of(answer(box(0, 0, 10, 10)), answer(box(6, 0, 10, 10))));

    assertThat(now.value()).isEqualTo("[]");
    assertThat(now.tied()).isTrue();
    assertThat(now.conflict()).isEqualTo(ContestReason.BOXES_DIFFER_IN_PLACE);
  }

  @Test
  void twoBoxesOfOneAnswerAreTwoThings() {
    String both = answer(box(0, 0, 10, 10), box(1, 0, 10, 10));

    assertThat(boxes.aggregate(List.of(both, both)).value())
        .isEqualTo(
            "[{\"height\":10,\"width\":10,\"x\":0,\"y\":0},"
                + "{\"height\":10,\"width\":10,\"x\":1,\"y\":0}]");
  }

  @Test
  void whoDrawNothingAgreeOnNothing() {
    assertThat(boxes.aggregate(List.of("[]", "[]")).agreement()).isEqualTo(1);
    assertThat(boxes.aggregate(List.of("[]", "[]")).value()).isEqualTo("[]");
  }

  @Test
  void labelsThatScatterAreATieWhereMoreHaveNothingThere() {
    Aggregate now =
        boxes.aggregate(
            List.of(
                answer(cat(0, 0, 9, 9)),
                answer(cat(0, 0, 9, 9).replace("cat", "dog")),
                answer(cat(0, 0, 9, 9).replace("cat", "cow")),
                "[]",
                "[]"));

    assertThat(now.tied()).as("one for each label, two for none").isTrue();
  }

  @Test
  void agreementIsTheShareOfBoxesThatHaveACounterpart() {
    String two = answer(cat(0, 0, 9, 9), cat(50, 0, 9, 9));

    assertThat(boxes.agreement(two, two)).isEqualTo(1);
    assertThat(boxes.agreement(answer(cat(1, 0, 9, 9)), two)).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(boxes.agreement("[]", two)).isZero();
    assertThat(boxes.agreement(answer(cat(0, 0, 9, 9).replace("cat", "dog")), two)).isZero();
  }

  @Test
  void whateverTheOrderItIsWhatJoiningTheClosestPairAgainAndAgainComesTo() {
    var random = new Random(3);
    for (int round = 0; round < 60; round++) {
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        List<String> drawn = new ArrayList<>();
        for (int thing = 0; thing < 3; thing++) {
          if (random.nextInt(5) > 0) {
            drawn.add(
                box(thing * 9 + random.nextInt(5), random.nextInt(4), 8 + random.nextInt(5), 9));
          }
        }
        answers.add(answer(drawn.toArray(String[]::new)));
      }
      String expected = Box.text(byJoining(answers));

      Aggregate now = boxes.aggregate(answers);
      Collections.shuffle(answers, random);

      assertThat(now.value()).isEqualTo(expected);
      Tally tally = boxes.tally();
      for (int i = 0; i < answers.size(); i++) {
        tally.add(answers.get(i), 1);
        assertThat(tally.now().value())
            .as("with one answer more")
            .isEqualTo(Box.text(byJoining(answers.subList(0, i + 1))));
      }
      assertThat(tally.now()).isEqualTo(now);
    }
  }

  private static List<Box> byJoining(List<String> answers) {
    List<BoxGroup> groups = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      for (Box box : Box.all(answers.get(i))) {
        groups.add(new BoxGroup(new BoxGroup.Drawn(box, i, 1)));
      }
    }
    while (joined(groups)) {}
    return groups.stream()
        .filter(group -> 2 * group.votes() > answers.size())
        .map(BoxGroup::merged)
        .toList();
  }

  private record Near(BoxGroup first, BoxGroup second, Box low, Box high) {
    double overlap() {
      return low.overlap(high);
    }
  }

  private static boolean joined(List<BoxGroup> groups) {
    List<Near> near = new ArrayList<>();
    for (BoxGroup first : groups) {
      for (BoxGroup second : groups) {
        if (first != second && first.joins(second)) {
          for (BoxGroup.Drawn one : first.drawn()) {
            for (BoxGroup.Drawn other : second.drawn()) {
              if (Box.ORDER.compare(one.box(), other.box()) <= 0) {
                near.add(new Near(first, second, one.box(), other.box()));
              }
            }
          }
        }
      }
    }
    near.removeIf(pair -> pair.overlap() < 0.5);
    near.sort(
        Comparator.comparingDouble(Near::overlap)
            .reversed()
            .thenComparing(Near::low, Box.ORDER)
            .thenComparing(Near::high, Box.ORDER));
    if (near.isEmpty()) {
      return false;
    }
    near.get(0).first().join(near.get(0).second());
    groups.remove(near.get(0).second());
    return true;
  }

  @Test
  void fewerThanHalfNeitherAddABoxNorTakeOneAwayNorMoveItBeyondTheOthers() {
    String spam = answer(box(3, 3, 10, 10), box(70, 70, 9, 9));
    for (String other : List.of(spam, "[]")) {
      List<Box> value =
          Box.all(
              boxes
                  .aggregate(
                      List.of(
                          answer(box(0, 0, 10, 10)),
                          other,
                          answer(box(1, 0, 10, 10)),
                          other,
                          answer(box(0, 1, 10, 10))))
                  .value());

      assertThat(value).hasSize(1);
      assertThat(value.get(0).left()).isBetween(0.0, 1.0);
      assertThat(value.get(0).bottom()).isBetween(10.0, 11.0);
    }
  }

  @ParameterizedTest
  @EnumSource(Spam.class)
  void fewerThanHalfChangeNoThingThatTheOthersDrewCloserTogetherThanTheyDrawAnyBoxToIt(Spam spam) {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      List<String> others = new ArrayList<>();
      for (int i = 2 + random.nextInt(6); i > 0; i--) {
        others.add(
            answer(Place.THINGS.stream().map(one -> one.drawn(random)).toArray(String[]::new)));
      }
      List<Box> drawn = others.stream().flatMap(one -> Box.all(one).stream()).toList();
      List<String> answers = new ArrayList<>(others);
      answers.addAll(
          spam.given(
              1 + random.nextInt(others.size() - 1),
              boxesNotAmong(drawn, new Random(1)),
              () -> boxesNotAmong(drawn, random)));
      Collections.shuffle(answers, random);
      List<Box> value = Box.all(boxes.aggregate(answers).value());

      assertThat(value).as("seed %d", seed).hasSameSizeAs(Place.THINGS);
      for (Box box : value) {
        assertThat(lying(drawn, box, Box::left)).as("seed %d", seed).isTrue();
        assertThat(lying(drawn, box, Box::top)).as("seed %d", seed).isTrue();
        assertThat(lying(drawn, box, Box::right)).as("seed %d", seed).isTrue();
        assertThat(lying(drawn, box, Box::bottom)).as("seed %d", seed).isTrue();
      }
    }
  }

  /** Where a thing is; whoever sees it draws its corners up to two beside. */
  private record Place(int x, int y) {
    /** Two that touch each other, and one beside. */
    static final List<Place> THINGS = List.of(new Place(0, 0), new Place(21, 0), new Place(60, 40));

    /** Drawn twice it overlaps by that at least: 18 x 18 of 2 x 400 - 18 x 18. */
    static final double CLOSE = 324.0 / 476;

    String drawn(Random random) {
      return box(x + random.nextInt(3), y + random.nextInt(3), 20, 20);
    }
  }

  /** Up to thirty boxes anywhere and around the things, none of them close to one drawn. */
  private static String boxesNotAmong(List<Box> drawn, Random random) {
    List<String> boxes = new ArrayList<>();
    for (int i = random.nextInt(31); i > 0; i--) {
      Place place = Place.THINGS.get(random.nextInt(3));
      String box =
          random.nextBoolean()
              ? box(random.nextInt(80), random.nextInt(60), 8 + random.nextInt(25), 20)
              : box(place.x() - 6 + random.nextInt(14), place.y() - 6 + random.nextInt(14), 20, 20);
      Box its = Box.all(answer(box)).get(0);
      if (drawn.stream().allMatch(other -> other.overlap(its) < Place.CLOSE)) {
        boxes.add(box);
      }
    }
    return answer(boxes.toArray(String[]::new));
  }

  /** Whether a side is where one of those who drew the same thing has it, or between two. */
  private static boolean lying(List<Box> drawn, Box box, ToDoubleFunction<Box> side) {
    DoubleSummaryStatistics its =
        drawn.stream()
            .filter(other -> other.overlap(box) >= Place.CLOSE)
            .mapToDouble(side)
            .summaryStatistics();
    return its.getMin() <= side.applyAsDouble(box) && side.applyAsDouble(box) <= its.getMax();
  }

  /** What cannot be promised: a thing drawn once by each is held together by its closest boxes. */
  @Test
  void oneWhoDrawsAThingAgainAtEachOfTheOthersBoxesPartsThem() {
    String again = answer(box(0, 0, 20, 20), box(2, 0, 20, 20), box(4, 0, 20, 20));
    List<String> others =
        List.of(answer(box(0, 0, 20, 20)), answer(box(2, 0, 20, 20)), answer(box(4, 0, 20, 20)));
    List<String> answers = new ArrayList<>(others);
    answers.add(again);

    assertThat(Box.all(boxes.aggregate(others).value())).hasSize(1);
    assertThat(boxes.aggregate(answers).value()).isEqualTo("[]");
    assertThat(boxes.aggregate(answers).tied()).isTrue();
  }

  private static String box(int x, int y, int width, int height) {
    return "{\"height\":" + height + ",\"width\":" + width + ",\"x\":" + x + ",\"y\":" + y + "}";
  }

  private static String cat(int x, int y, int width, int height) {
    return box(x, y, width, height).replace("\"width\"", "\"label\":\"cat\",\"width\"");
  }

  private static String answer(String... drawn) {
    return "[" + String.join(",", drawn) + "]";
  }
}
