package io.logcast.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.logcast.cli", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.logcast.cli.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule filesKnowNothingOfServices = noClasses()
            .that()
            .resideInAPackage("..cli.files")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "..cli.connection", "picocli..");

    @ArchTest
    static final ArchRule onlyTheConnectionSpeaksHttp = noClasses()
            .that()
            .resideOutsideOfPackages("..cli.connection", "..cli.read")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..");

    @ArchTest
    static final ArchRule onlySendingNeedsASpoolOrADelivery = noClasses()
            .that()
            .resideOutsideOfPackages("..cli.connection", "..cli.send")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.logcast.client..");

    @ArchTest
    static final ArchRule outputGoesThroughTheTerminal = noClasses()
            .that()
            .doNotHaveSimpleName("Terminal")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in");
}
