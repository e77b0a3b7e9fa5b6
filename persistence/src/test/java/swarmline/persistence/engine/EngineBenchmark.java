package swarmline.persistence.engine;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The engine's figures on this machine, printed: {@code mvn -Pbenchmark -pl persistence -am test
 * -Dtest=EngineBenchmark}. Run on an idle machine; compare medians of one sitting only.
 */
@Tag("benchmark")
class EngineBenchmark {

  @Test
  void cyclesOf64Workers() throws Exception {
    DispatchBenchmark.main(new String[] {"64", "1", "30"});
  }

  @Test
  void cyclesOf1000Workers() throws Exception {
    DispatchBenchmark.main(new String[] {"1000", "1", "30"});
  }

  @Test
  void cyclesOf64WorkersAtRedundancyThree() throws Exception {
    DispatchBenchmark.main(new String[] {"64", "3", "30"});
  }

  @Test
  void endsOfTenThousandLeases() throws Exception {
    LeaseEndBenchmark.main(new String[] {"10000", "30", "false"});
  }

  @Test
  void endsOfTenThousandLeasesAcrossARestart() throws Exception {
    LeaseEndBenchmark.main(new String[] {"10000", "30", "true"});
  }

  @Test
  void aMillionOpenTasks() {
    OpenTasksBenchmark.main(new String[] {"1000000"});
  }
}
