package swarmline.loadtest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerFiguresTest {
  private static final String BEFORE =
      """
      # HELP process_cpu_time_ns_total x
      process_cpu_time_ns_total 1.0E9
      jvm_memory_used_bytes{area="heap",id="Eden Space"} 5.0
      jvm_gc_pause_seconds_sum{action="minor"} 0.5
      swarmline_store_commits_seconds_bucket{le="0.001"} 10
      swarmline_store_commits_seconds_bucket{le="0.005"} 10
      swarmline_store_commits_seconds_bucket{le="+Inf"} 10
      swarmline_store_commits_seconds_count 10
      swarmline_store_commits_seconds_sum 0.01
      """;
  private static final String AFTER =
      """
      process_cpu_time_ns_total 4.0E9
      jvm_memory_used_bytes{area="heap",id="Eden Space"} 100.0
      jvm_memory_used_bytes{area="heap",id="Old } Gen"} 20.0 1700000000
      jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 7.0
      jvm_gc_pause_seconds_sum{action="minor"} 0.6
      jvm_gc_pause_seconds_sum{action="major"} 0.1
      jvm_gc_pause_seconds_summary 99
      swarmline_store_commits_seconds_bucket{le="0.001"} 108
      swarmline_store_commits_seconds_bucket{le="0.005"} 110
      swarmline_store_commits_seconds_bucket{le="+Inf"} 110
      swarmline_store_commits_seconds_count 110
      swarmline_store_commits_seconds_sum 0.06
      swarmline_store_queue_writes 3.0
      swarmline_cassandra_statements_seconds_count{kind="read",table="feed"} 30
      swarmline_cassandra_statements_seconds_count{kind="write",table="feed"} 10
      nonsense
      """;

  @Test
  void figuresAreWhatHappenedBetweenTwoLooks() {
    Map<String, Double> figures =
        ServerFigures.between(PrometheusText.of(BEFORE), PrometheusText.of(AFTER), 2);

    assertThat(figures.get("cores")).isEqualTo(1.5);
    assertThat(figures.get("heapBytes")).isEqualTo(120);
    assertThat(figures.get("gcMillis")).isEqualTo(100, within(1e-6));
    assertThat(figures.get("commits")).isEqualTo(50);
    assertThat(figures.get("commitMillis")).isEqualTo(0.5, within(1e-6));
    assertThat(figures.get("commitP99Millis")).isEqualTo(5);
    assertThat(figures.get("queue")).isEqualTo(3);
    assertThat(figures.get("statements")).isEqualTo(20);
  }

  @Test
  void aServerThatBeganAnewMeanwhileHasNoRates() {
    Map<String, Double> figures =
        ServerFigures.between(PrometheusText.of(AFTER), PrometheusText.of(BEFORE), 1);

    assertThat(figures).doesNotContainKeys("cores", "commits").containsEntry("heapBytes", 5.0);
  }
}
