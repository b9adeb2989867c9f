package io.logcast.consumer;

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
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMetadata;
import jakarta.ws.rs.Path;

@AnalyzeClasses(packages = "io.logcast.consumer", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule staticFieldsHoldNothingOfTheMachine = StaticFields.holdNothingOfTheMachine();

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.logcast.consumer.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyMessagesKnowWhatTheConnectorDelivers = noClasses()
            .that()
            .resideOutsideOfPackage("..consumer.messages")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(IncomingRabbitMQMetadata.class);

    @ArchTest
    static final ArchRule theLiveTailDoesNotWaitForTheDatabase = noClasses()
            .that()
            .resideInAPackage("..consumer.livetail")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "..consumer.archive");

    @ArchTest
    static final ArchRule onlyTheClassesOfTablesKnowSql = noClasses()
            .that()
            .haveNameNotMatching(
                    "io\\.logcast\\.consumer\\.(database\\..*|archive\\.LogEvents|deadletters\\.DeadLetterTable|search\\.(LogSearch|Arrivals|BoundedRows|Condition)|subscriptions\\.SubscriptionTable).*")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.sql.PreparedStatement")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("javax.sql.DataSource");

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
