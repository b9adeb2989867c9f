package io.logcast;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.logcast.http.ProblemException;

@AnalyzeClasses(packages = "io.logcast", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.logcast.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theEdgeKnowsNeitherTheServicesNorTheBroker = noClasses()
            .that()
            .resideInAnyPackage("io.logcast.http..", "io.logcast.security..", "io.logcast.settings..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.logcast.producer..", "io.logcast.consumer..", "io.logcast.rabbitmq..", "com.rabbitmq..");

    @ArchTest
    static final ArchRule whatIsAnsweredKnowsNothingOfCallers = noClasses()
            .that()
            .resideInAPackage(ProblemException.class.getPackageName() + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.logcast.security..", "io.logcast.settings..");
}
