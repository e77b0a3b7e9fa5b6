package swarmline.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in this module. */
@AnalyzeClasses(packages = "swarmline.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule nothingButTheServerAndItsCommandsKnowsTheStore =
      noClasses()
          .that()
          .resideOutsideOfPackages("swarmline.api", "swarmline.api.cli")
          .and()
          .doNotHaveFullyQualifiedName("swarmline.api.http.Failures")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("swarmline.persistence..");

  @ArchTest
  static final ArchRule nobodyKnowsWhatTheStoreIsMadeOf =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.rocksdb..", "org.apache.pekko.persistence..");

  @ArchTest
  static final ArchRule nobodyKnowsTheLoadTest =
      noClasses().should().dependOnClassesThat().resideInAPackage("swarmline.loadtest..");

  @ArchTest
  static final ArchRule framesAreBytesOnly =
      noClasses()
          .that()
          .resideInAPackage("..frame..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.pekko..",
              "com.fasterxml..",
              "swarmline.engine..",
              "..api.wire..",
              "..api.work..",
              "..api.http..");

  @ArchTest
  static final ArchRule messagesAndProblemsKnowNoTransport =
      noClasses()
          .that()
          .resideInAnyPackage("..wire..", "..problem..", "..auth..", "..json..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.pekko.http..", "org.apache.pekko.stream..");

  @ArchTest
  static final ArchRule theDemonstrationIsAClientLikeAnyOther =
      noClasses()
          .that()
          .resideInAPackage("..demo..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "swarmline.engine..", "swarmline.persistence..", "..api.http..", "..api.work..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("swarmline.api.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule classesAreFinal =
      classes()
          .that()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .and()
          .areNotAnonymousClasses()
          .should()
          .haveModifier(JavaModifier.FINAL);
}
