package swarmline.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.apache.pekko.Done;
import swarmline.engine.catalog.Catalog;
import swarmline.engine.consensus.Aggregator;
import swarmline.engine.consensus.Tally;
import swarmline.engine.dispatch.EngineMessage;
import swarmline.engine.pool.PoolEvent;
import swarmline.engine.task.TaskEvent;
import swarmline.engine.worker.WorkerEvent;
import swarmline.engine.worker.WorkerSnapshot;

@AnalyzeClasses(packages = "swarmline.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule onlyDispatchKnowsActors =
      noClasses()
          .that()
          .resideOutsideOfPackages("..dispatch..", "..catalog..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.pekko..");

  @ArchTest
  static final ArchRule thePortsKnowOfPekkoOnlyThatAWriteIsDone =
      noClasses()
          .that()
          .resideInAPackage("..catalog..")
          .should()
          .dependOnClassesThat(
              describe(
                  "are Pekko's, Done apart",
                  type ->
                      type.getPackageName().startsWith("org.apache.pekko")
                          && !type.isEquivalentTo(Done.class)));

  @ArchTest
  static final ArchRule theEngineKnowsNoTransportAndNoStore =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.pekko.http..",
              "org.rocksdb..",
              "com.datastax..",
              "swarmline.persistence..",
              "swarmline.api..");

  /** Scanning a partition takes it from whoever owned it before, this node included. */
  @ArchTest
  static final ArchRule onlyAPartitionThatLoadsTakesIt =
      noClasses()
          .that()
          .doNotHaveSimpleName("PartitionLoading")
          .should()
          .callMethodWhere(
              describe(
                  "takes a partition",
                  call ->
                      call.getTargetOwner().isEquivalentTo(Catalog.class)
                          && call.getName().equals("scanOpen")));

  @ArchTest
  static final ArchRule onlyTheClockReadsTheClocks =
      noClasses()
          .that()
          .resideOutsideOfPackage("..clock..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule theEngineRollsNoDice =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule pureCodeDoesNotLog =
      noClasses()
          .that()
          .resideOutsideOfPackage("..dispatch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.slf4j..", "java.util.logging..");

  @ArchTest
  static final ArchRule pureCodeDoesNoInputOrOutputAndStartsNoThread =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..task..", "..consensus..", "..quality..", "..pool..", "..worker..", "..partition..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.net..", "java.util.concurrent..");

  @ArchTest
  static final ArchRule whatIsStoredIsARecord =
      classes()
          .that()
          .implement(TaskEvent.class)
          .or()
          .implement(WorkerEvent.class)
          .or()
          .implement(PoolEvent.class)
          .or()
          .areAssignableTo(WorkerSnapshot.class)
          .should()
          .beRecords();

  @ArchTest
  static final ArchRule whatIsSentIsARecordOrAnEnum =
      classes()
          .that()
          .areAssignableTo(EngineMessage.class)
          .and()
          .areNotInterfaces()
          .should(
              ArchCondition.from(
                  describe("be a record or an enum", type -> type.isRecord() || type.isEnum())));

  /** So that a new one plugs in without touching a task or its actor. */
  @ArchTest
  static final ArchRule tasksAndActorsKnowNoAggregatorOfAKind =
      noClasses()
          .that()
          .resideInAnyPackage("..dispatch..", "..task..")
          .should()
          .dependOnClassesThat(
              describe(
                  "implement Aggregator or its Tally",
                  type ->
                      !type.isInterface()
                          && (type.isAssignableTo(Aggregator.class)
                              || type.isAssignableTo(Tally.class))));

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("swarmline.engine.(*)..").should().beFreeOfCycles();
}
