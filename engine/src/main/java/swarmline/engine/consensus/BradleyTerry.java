package swarmline.engine.consensus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rankings, whole or in part, as the pairs that they order: the value has all things by their
 * strengths in the model of Bradley and Terry (1952), where one beats another with a probability of
 * its share in the strength of both. Strengths are found by Hunter's MM algorithm (2004), with half
 * a win and half a defeat of each against each as a start, so that they are finite. How far answers
 * agree is how far they do on the neighbours in that order on which they agree least; neighbours
 * that are as strong as each other are a tie.
 */
public final class BradleyTerry implements Aggregator {
  private static final int ITERATIONS = 200;
  private static final double START = 0.5;
  private final List<String> things;

  /**
   * @param things all that may be ranked
   */
  public BradleyTerry(List<String> things) {
    this.things = things.stream().sorted().toList();
  }

  @Override
  public Tally tally() {
    return new Wins(things);
  }

  /** Share of the pairs that an answer orders as the value does (Kendall 1938). */
  @Override
  public double agreement(String answer, String value) {
    List<String> ranked = AnswerTexts.texts(answer);
    List<String> order = AnswerTexts.texts(value);
    int alike = 0;
    int pairs = 0;
    for (int i = 0; i < ranked.size(); i++) {
      for (int j = i + 1; j < ranked.size(); j++) {
        pairs++;
        alike += order.indexOf(ranked.get(i)) < order.indexOf(ranked.get(j)) ? 1 : 0;
      }
    }
    return pairs == 0 ? 1 : (double) alike / pairs;
  }

  /** Votes that rank one thing above another, by their places in the list of things. */
  private static final class Wins implements Tally {
    private final List<String> things;
    private final double[][] wins;
    private int answers;

    Wins(List<String> things) {
      this.things = things;
      this.wins = new double[things.size()][things.size()];
    }

    @Override
    public void add(String answer, double weight) {
      List<String> ranked = AnswerTexts.texts(answer);
      for (int i = 0; i < ranked.size(); i++) {
        for (int j = i + 1; j < ranked.size(); j++) {
          wins[things.indexOf(ranked.get(i))][things.indexOf(ranked.get(j))] += weight;
        }
      }
      answers++;
    }

    @Override
    public Aggregate now() {
      if (answers == 0) {
        return new Aggregate(null, 0, 0, 0, 0);
      }
      double[] strengths = strengths();
      List<Integer> order =
          IntStream.range(0, things.size())
              .boxed()
              .sorted(Comparator.comparingDouble((Integer thing) -> -strengths[thing]))
              .toList();
      ArrayNode value = JsonNodeFactory.instance.arrayNode();
      order.forEach(thing -> value.add(things.get(thing)));
      int least = 0;
      for (int place = 1; place + 1 < order.size(); place++) {
        least = above(order, place) < above(order, least) ? place : least;
      }
      boolean tied = false;
      for (int place = 0; place + 1 < order.size(); place++) {
        tied |= above(order, place) <= below(order, place);
        tied |= strengths[order.get(place)] == strengths[order.get(place + 1)];
      }
      double votes = above(order, least);
      double against = below(order, least);
      return new Aggregate(
          value.toString(),
          votes,
          most(),
          tied ? Math.max(votes, against) : against,
          votes + against,
          answers);
    }

    private double above(List<Integer> order, int place) {
      return wins[order.get(place)][order.get(place + 1)];
    }

    private double below(List<Integer> order, int place) {
      return wins[order.get(place + 1)][order.get(place)];
    }

    /** Every thing has a neighbour in every order. */
    private double most() {
      double most = Double.POSITIVE_INFINITY;
      for (int i = 0; i < wins.length; i++) {
        double its = 0;
        for (int j = 0; j < wins.length; j++) {
          its = Math.max(its, Math.max(wins[i][j], wins[j][i]));
        }
        most = Math.min(most, its);
      }
      return most;
    }

    private double[] strengths() {
      int n = wins.length;
      var strengths = new double[n];
      Arrays.fill(strengths, 1);
      for (int iteration = 0; iteration < ITERATIONS; iteration++) {
        var next = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
          double won = 0;
          double met = 0;
          for (int j = 0; j < n; j++) {
            if (j != i) {
              won += wins[i][j] + START;
              met += (wins[i][j] + wins[j][i] + 2 * START) / (strengths[i] + strengths[j]);
            }
          }
          next[i] = won / met;
          sum += next[i];
        }
        for (int i = 0; i < n; i++) {
          strengths[i] = rounded(next[i] * n / sum);
        }
      }
      return strengths;
    }

    /** So that things that are as strong as each other are so to the last digit. */
    private static double rounded(double strength) {
      return Math.max(Math.rint(strength * 1e9), 1) / 1e9;
    }
  }
}
