package io.logcast.rabbitmq;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.rabbitmq.client.ConnectionFactory;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.logcast.testing.structure.Packages;
import io.logcast.testing.structure.StaticFields;

@AnalyzeClasses(packages = "io.logcast.rabbitmq", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule staticFieldsHoldNothingOfTheMachine = StaticFields.holdNothingOfTheMachine();

    @ArchTest
    static final ArchRule featuresHaveNoCycles = Packages.areFreeOfCycles("io.logcast.rabbitmq");

    @ArchTest
    static final ArchRule connectionsAreMadeInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("..connection..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ConnectionFactory.class);

    @ArchTest
    static final ArchRule publishingKnowsNothingOfConsuming = noClasses()
            .that()
            .resideInAPackage("..outgoing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..incoming..");
}
