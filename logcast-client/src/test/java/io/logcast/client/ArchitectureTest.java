package io.logcast.client;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.logcast.testing.structure.Packages;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.logcast.client", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule applications_get_nothing_but_the_jdk = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify.annotations", "io.logcast.client.."))
            .because("a library in their class path has its own versions of other libraries");

    @ArchTest
    static final ArchRule a_spool_knows_no_events_and_no_network = noClasses()
            .that()
            .resideInAPackage("..client.spool")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..client.sending", "..client.outbox", "..client.json", "java.net..");

    @ArchTest
    static final ArchRule rooms_depend_in_one_direction = Packages.areFreeOfCycles("io.logcast.client");

    @ArchTest
    static final ArchRule a_sender_knows_no_outbox = noClasses()
            .that()
            .resideInAPackage("..client.sending")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..client.outbox");

    @ArchTest
    static final ArchRule an_outbox_knows_no_events_and_no_logging_library = noClasses()
            .that()
            .resideInAPackage("..client.outbox")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..client.json", "..client.appender");

    @ArchTest
    static final ArchRule files_survive_an_interrupt = noClasses()
            .that()
            .doNotHaveSimpleName("Segment")
            .and()
            .doNotHaveSimpleName("DirectoryLock")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(FileChannel.class)
            .because("the interrupt of a thread closes the channel that it uses");

    @ArchTest
    static final ArchRule every_package_is_null_marked = classes()
            .should(be(describe(
                    "in a @NullMarked package",
                    (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class))))
            .because("NullAway looks at no other");
}
