package io.logcast.consumer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.logcast.consumer.database.NotMigrated;
import io.logcast.http.Problem;
import io.logcast.testing.structure.Packages;
import io.logcast.testing.structure.StaticFields;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMetadata;

@AnalyzeClasses(packages = "io.logcast.consumer", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule staticFieldsHoldNothingOfTheMachine = StaticFields.holdNothingOfTheMachine();

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = Packages.areFreeOfCycles("io.logcast.consumer");

    @ArchTest
    static final ArchRule onlyMessagesKnowWhatTheConnectorDelivers = noClasses()
            .that()
            .resideOutsideOfPackage("..consumer.messages")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(IncomingRabbitMQMetadata.class);

    @ArchTest
    static final ArchRule problemDetailsAreBuiltAtTheEdge =
            noClasses().should().dependOnClassesThat().areAssignableTo(Problem.class);

    @ArchTest
    static final ArchRule onlyTheConnectorKnowsAmqp = Packages.leaveAmqpToTheConnector();

    @ArchTest
    static final ArchRule theLiveTailDoesNotWaitForTheDatabase = noClasses()
            .that()
            .resideInAPackage("..consumer.livetail")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "..consumer.archive");

    @ArchTest
    static final ArchRule webhooksKnowNothingButEvents = noClasses()
            .that()
            .resideInAPackage("..consumer.webhooks..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.logcast.consumer..").and(resideOutsideOfPackages("..consumer.webhooks..")));

    /** Only there are addresses checked. */
    @ArchTest
    static final ArchRule onlyWebhooksSendRequests = noClasses()
            .that()
            .resideOutsideOfPackage("..consumer.webhooks")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.vertx.core.http.HttpClient")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "io.vertx.ext.web.client..");

    @ArchTest
    static final ArchRule theQueryLanguageKnowsNothingButEvents = noClasses()
            .that()
            .resideInAPackage("..consumer.filters.query")
            .should()
            .dependOnClassesThat(resideInAPackage("io.logcast..")
                    .and(resideOutsideOfPackages("..filters.query", "..logcast.model..")))
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "jakarta..");

    @ArchTest
    static final ArchRule nobodyDependsOnPush = noClasses()
            .that()
            .resideOutsideOfPackage("..consumer.push")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..consumer.push");

    @ArchTest
    static final ArchRule nobodyDependsOnBackfill = noClasses()
            .that()
            .resideOutsideOfPackage("..consumer.backfill")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..consumer.backfill");

    @ArchTest
    static final ArchRule onlyTheClassesOfTablesKnowSql = noClasses()
            .that()
            .haveNameNotMatching(
                    "io\\.logcast\\.consumer\\.(database\\..*|archive\\.(parts|table)\\..*|backfill\\.(BackfillTable|BackfillRows)|deadletters\\.(DeadLetterTable|DeadLetterRows|OpenLetters)|push\\.PushTable|search\\.(LogSearch|GrowingPage)|searches\\.SavedSearchTable|statistics\\.(Counting|EventCounts|Tally)|subscriptions\\.(SubscriptionTable|SubscriptionRows|DroppedTable)).*")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.sql.PreparedStatement")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("javax.sql.DataSource");

    /** Except for the database's health, which is to be known at all times. */
    @ArchTest
    static final ArchRule jobsWaitForTheirTables = methods()
            .that()
            .areAnnotatedWith(Scheduled.class)
            .and()
            .areNotDeclaredIn("io.logcast.consumer.database.DatabaseHealth")
            .should()
            .beAnnotatedWith(describe(
                    "skipExecutionIf = NotMigrated",
                    annotation -> annotation.as(Scheduled.class).skipExecutionIf() == NotMigrated.class));

    @ArchTest
    static final ArchRule onlyResourcesAndWhatOtherPackagesNeedIsPublic = Packages.hideWhatNoOtherNeeds();
}
