package io.logcast.producer;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.logcast.http.Problem;
import io.logcast.testing.structure.Packages;
import io.logcast.testing.structure.StaticFields;

@AnalyzeClasses(packages = "io.logcast.producer", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule staticFieldsHoldNothingOfTheMachine = StaticFields.holdNothingOfTheMachine();

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = Packages.areFreeOfCycles("io.logcast.producer");

    @ArchTest
    static final ArchRule onlyTheConnectorKnowsAmqp = Packages.leaveAmqpToTheConnector();

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
            .resideInAPackage("io.logcast.http..");

    @ArchTest
    static final ArchRule protocolsKnowNothingOfEachOther = slices().matching(
                    "io.logcast.producer.(loki|elasticsearch|splunk|otlp|cloudevents)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule protocolsOfShippersPublishAsOthersDo = classes()
            .that()
            .resideInAnyPackage("..producer.loki", "..producer.elasticsearch", "..producer.splunk")
            .should()
            .onlyDependOnClassesThat(resideOutsideOfPackage("io.logcast..")
                    .or(resideInAnyPackage(
                            "..producer.loki",
                            "..producer.elasticsearch",
                            "..producer.splunk",
                            "..producer.logs",
                            "..producer.requests",
                            "..producer.fields",
                            "io.logcast.model..",
                            "io.logcast.http")));

    @ArchTest
    static final ArchRule problemDetailsAreBuiltAtTheEdge =
            noClasses().should().dependOnClassesThat().areAssignableTo(Problem.class);

    @ArchTest
    static final ArchRule onlyResourcesAndWhatOtherPackagesNeedIsPublic = Packages.hideWhatNoOtherNeeds();
}
