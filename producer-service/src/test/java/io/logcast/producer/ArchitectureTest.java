package io.logcast.producer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.logcast.testing.structure.StaticFields;
import jakarta.ws.rs.Path;

@AnalyzeClasses(packages = "io.logcast.producer", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule staticFieldsHoldNothingOfTheMachine = StaticFields.holdNothingOfTheMachine();

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.logcast.producer.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyThePublisherKnowsTheConnector = noClasses()
            .that()
            .doNotHaveSimpleName("LogPublisher")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.smallrye.reactive.messaging..", "com.rabbitmq..", "io.vertx.rabbitmq..");

    @ArchTest
    static final ArchRule whatTakesEventsKnowsNoProblemDetails = noClasses()
            .that()
            .resideInAPackage("..producer.logs")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..producer.http", "io.logcast.http..");

    @ArchTest
    static final ArchRule onlyResourcesAndWhatOtherPackagesNeedIsPublic = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .arePublic()
            .and()
            .areNotAnnotatedWith(Path.class)
            .should(be(describe("used by another package", ArchitectureTest::isUsedElsewhere)));

    private static boolean isUsedElsewhere(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream()
                .anyMatch(use -> !use.getOriginClass().getPackage().equals(type.getPackage()));
    }
}
