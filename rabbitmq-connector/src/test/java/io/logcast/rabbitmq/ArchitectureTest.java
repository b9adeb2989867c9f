package io.logcast.rabbitmq;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.VOLATILE;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.rabbitmq.client.ConnectionFactory;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.logcast.testing.structure.StaticFields;
import java.net.Socket;
import java.util.Set;

@AnalyzeClasses(packages = "io.logcast.rabbitmq", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.logcast.rabbitmq";

    /** Fields that one thread uses, or that a lock guards, or whose latest value nobody needs. */
    private static final Set<String> NEED_NO_VOLATILE = Set.of(
            "AckLedger.overdue",
            "AckWriter.holding",
            "AckWriter.keptSince",
            "BrokerDelivery.body",
            "BrokerDelivery.properties",
            "ConfirmWindow.answeredUpTo",
            "Overflow.bytes",
            "Overflow.refused",
            "Prefetch.seen",
            "Prefetch.seenBytes",
            "Publisher.holding",
            "PublishSession.sent",
            "ReceivedMessage.metadata");

    @ArchTest
    static final ArchRule staticFieldsHoldNothingOfTheMachine = StaticFields.holdNothingOfTheMachine();

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().assignedFrom(new EachPackage()).should().beFreeOfCycles();

    /** Each package, and the packages that may use it. */
    @ArchTest
    static final ArchRule roomsAreEnteredOnlyByThoseAbove = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("shared")
            .definedBy(ROOT)
            .layer("health")
            .definedBy(ROOT + ".health")
            .layer("connector")
            .definedBy(ROOT + ".connector")
            .layer("incoming")
            .definedBy(ROOT + ".incoming")
            .layer("outgoing")
            .definedBy(ROOT + ".outgoing")
            .layer("requests")
            .definedBy(ROOT + ".requests")
            .layer("queues")
            .definedBy(ROOT + ".queues")
            .layer("messages")
            .definedBy(ROOT + ".messages")
            .layer("topology")
            .definedBy(ROOT + ".topology")
            .layer("connection")
            .definedBy(ROOT + ".connection")
            .layer("telemetry")
            .definedBy(ROOT + ".telemetry")
            .layer("attributes")
            .definedBy(ROOT + ".attributes")
            .whereLayer("shared")
            .mayOnlyAccessLayers("messages")
            .whereLayer("health")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("connector")
            .mayOnlyBeAccessedByLayers("health")
            .whereLayer("incoming")
            .mayOnlyBeAccessedByLayers("connector")
            .whereLayer("outgoing")
            .mayOnlyBeAccessedByLayers("connector", "incoming")
            .whereLayer("requests")
            .mayOnlyBeAccessedByLayers("connector")
            .whereLayer("queues")
            .mayOnlyBeAccessedByLayers("connector")
            .whereLayer("messages")
            .mayOnlyBeAccessedByLayers("shared", "incoming", "queues")
            .whereLayer("topology")
            .mayOnlyBeAccessedByLayers("connector", "incoming", "outgoing", "queues")
            .whereLayer("connection")
            .mayOnlyBeAccessedByLayers("connector", "incoming", "outgoing", "requests", "queues", "topology")
            .whereLayer("telemetry")
            .mayOnlyBeAccessedByLayers("connector", "incoming", "outgoing", "connection")
            .whereLayer("attributes")
            .mayOnlyBeAccessedByLayers("connector", "incoming", "outgoing", "topology", "connection", "telemetry");

    /** Schedules and tests on one machine do not show a missing volatile. */
    @ArchTest
    static final ArchRule whatThreadsShareIsFinalOrVolatile = fields().that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("..incoming", "..outgoing")
            .and(not(describe("need no volatile", ArchitectureTest::needsNoVolatile)))
            .should()
            .haveModifier(FINAL)
            .orShould()
            .haveModifier(VOLATILE);

    private static boolean needsNoVolatile(JavaField field) {
        return NEED_NO_VOLATILE.contains(field.getOwner().getSimpleName() + "." + field.getName());
    }

    @ArchTest
    static final ArchRule connectionsAreMadeInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("..connection..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ConnectionFactory.class);

    @ArchTest
    static final ArchRule socketsAreOpenedInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("..connection..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Socket.class);

    /** The packages below the root and the root itself. */
    private static final class EachPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(ROOT)
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }
}
