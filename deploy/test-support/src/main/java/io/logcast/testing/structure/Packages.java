package io.logcast.testing.structure;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/** Rules for the dependencies between a module's packages. */
public final class Packages {

    private Packages() {}

    /** The packages directly below the root have no cyclic dependencies. */
    public static ArchRule areFreeOfCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    /** Only JAX-RS resources and classes that another package uses are public. */
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

    /** Only the module rabbitmq-connector uses the AMQP client. */
    public static ArchRule leaveAmqpToTheConnector() {
        return noClasses().should().dependOnClassesThat().resideInAPackage("com.rabbitmq..");
    }

    private static boolean isUsedElsewhere(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream()
                .anyMatch(use -> !use.getOriginClass().getPackage().equals(type.getPackage()));
    }
}
