package io.logcast.testing.structure;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/** How the packages of a module see each other. */
public final class Packages {

    private Packages() {}

    /** Those directly below the root depend on each other in one direction. */
    public static ArchRule areFreeOfCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    /** Only JAX-RS resources and what another package uses is public. */
    public static ArchRule hideWhatNoOtherNeeds() {
        return classes()
                .that()
                .areTopLevelClasses()
                .and()
                .arePublic()
                .and()
                .areNotAnnotatedWith("jakarta.ws.rs.Path")
                .should(be(describe("used by another package", Packages::isUsedElsewhere)));
    }

    /** The module rabbitmq-connector alone uses the client of AMQP. */
    public static ArchRule leaveAmqpToTheConnector() {
        return noClasses().should().dependOnClassesThat().resideInAPackage("com.rabbitmq..");
    }

    private static boolean isUsedElsewhere(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream()
                .anyMatch(use -> !use.getOriginClass().getPackage().equals(type.getPackage()));
    }
}
