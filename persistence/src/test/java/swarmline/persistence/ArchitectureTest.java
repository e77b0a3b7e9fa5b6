package swarmline.persistence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in this module. */
@AnalyzeClasses(
    packages = "swarmline.persistence",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule KNOWS_NO_TRANSPORT =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.pekko.http..", "swarmline.api..", "swarmline.loadtest..");

  @ArchTest
  static final ArchRule ONLY_THE_STORE_KNOWS_ROCKSDB =
      noClasses()
          .that()
          .resideOutsideOfPackage("swarmline.persistence.embedded..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.rocksdb..");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("swarmline.persistence.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule CLASSES_ARE_FINAL =
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
