package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.logcast.local.process.Folders;
import io.logcast.settings.SizeRange;
import io.logcast.settings.TimeRange;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Walks the settings of both services: each time has a unit, each time and size a range, and each setting a row in
 * docs/configuration.md.
 */
class SettingsIT {

    private static final String MAPPING = "io.smallrye.config.ConfigMapping";
    private static final String READ = "org.eclipse.microprofile.config.inject.ConfigProperty";
    private static final String TIME = Duration.class.getName();
    private static final String SIZE = "io.quarkus.runtime.configuration.MemorySize";

    /** A range that only one setting has is declared beside it. */
    private static final ClassLoader OF_SERVICES = new URLClassLoader(
            Stream.of("producer-service", "consumer-service")
                    .map(SettingsIT::url)
                    .toArray(URL[]::new),
            TimeRange.class.getClassLoader());

    private final JavaClasses services = new ClassFileImporter()
            .importPaths(List.of(classes("producer-service"), classes("consumer-service"), classes("service-http")));

    @Test
    void eachTimeHasAUnitAndARange() {
        assertThat(times()).hasSizeGreaterThan(8).allSatisfy(setting -> {
            var range = timeRange(setting);
            assertThatThrownBy(() -> range.convert("30")).hasMessageContaining("with a unit");
            assertThatThrownBy(() -> range.convert("-1s")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> range.convert("99999999d")).hasMessageMatching(".* from \\w+ to \\w+");
            defaultOf(setting)
                    .ifPresent(value -> assertThatCode(() -> range.convert(value))
                            .as(setting.getFullName())
                            .doesNotThrowAnyException());
        });
    }

    @Test
    void eachSizeHasARange() {
        assertThat(settings()
                        .filter(method -> method.getRawReturnType().getName().equals(SIZE)))
                .hasSizeGreaterThan(8)
                .allSatisfy(setting ->
                        assertThat(range(setting)).as(setting.getFullName()).isInstanceOf(SizeRange.class));
    }

    @Test
    void noneIsReadPastTheMappings() {
        assertThat(services)
                .flatExtracting(JavaClass::getFields)
                .filteredOn(field -> field.isAnnotatedWith(READ))
                .extracting(field -> field.getRawType().getName())
                .doesNotContain(TIME, SIZE);
        assertThat(services)
                .flatExtracting(JavaClass::getCodeUnits)
                .flatExtracting(JavaCodeUnit::getParameters)
                .filteredOn(parameter -> parameter.isAnnotatedWith(READ))
                .extracting(parameter -> parameter.getRawType().getName())
                .doesNotContain(TIME, SIZE);
    }

    @Test
    void thePageHasEachSettingWithItsDefaultAndRange() throws Exception {
        var page = Files.readAllLines(Folders.projectRoot().resolve("docs/configuration.md"));
        assertThat(settings()).hasSizeGreaterThan(30).allSatisfy(setting -> {
            var name = "`" + environmentName(setting) + "`";
            var rows = page.stream().filter(line -> line.contains(name)).toList();
            assertThat(rows).as(name).anySatisfy(row -> assertThat(row).contains(expected(setting)));
        });
    }

    /** The texts that a setting's row must contain. */
    private static List<String> expected(JavaMethod setting) {
        var expected = new ArrayList<>(List.of(environmentName(setting)));
        defaultOf(setting).ifPresent(expected::add);
        if (converter(setting).isPresent()) {
            expected.add(range(setting).toString());
        }
        var least = number(setting, "jakarta.validation.constraints.Min");
        var most = number(setting, "jakarta.validation.constraints.Max");
        most.ifPresentOrElse(
                end -> expected.add(least.orElse("0") + " to " + end),
                () -> least.ifPresent(begin -> expected.add(begin + " or more")));
        return expected;
    }

    private Stream<JavaMethod> times() {
        return settings().filter(method -> method.getRawReturnType().isEquivalentTo(Duration.class));
    }

    private Stream<JavaMethod> settings() {
        return services.stream()
                .filter(type -> type.isAnnotatedWith(MAPPING))
                .flatMap(type -> type.getMethods().stream())
                // The others are derived from settings.
                .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT));
    }

    private static TimeRange timeRange(JavaMethod setting) {
        assertThat(range(setting)).as(setting.getFullName()).isInstanceOf(TimeRange.class);
        return (TimeRange) range(setting);
    }

    private static Object range(JavaMethod setting) {
        var type = converter(setting)
                .orElseThrow(() -> new AssertionError(setting.getFullName() + " has no range: @WithConverter"));
        try {
            return Class.forName(type.getName(), true, OF_SERVICES)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(setting.getFullName() + " has a converter that cannot be made", e);
        }
    }

    private static Optional<JavaClass> converter(JavaMethod setting) {
        return annotationValue(setting, "io.smallrye.config.WithConverter").map(JavaClass.class::cast);
    }

    private static Optional<String> number(JavaMethod setting, String constraint) {
        return annotationValue(setting, constraint).map(Object::toString);
    }

    private static Optional<String> defaultOf(JavaMethod setting) {
        return annotationValue(setting, "io.smallrye.config.WithDefault").map(Object::toString);
    }

    private static Optional<Object> annotationValue(JavaMethod method, String annotation) {
        return method.tryGetAnnotationOfType(annotation).flatMap(found -> found.get("value"));
    }

    private static String environmentName(JavaMethod setting) {
        var prefix = setting.getOwner()
                .getAnnotationOfType(MAPPING)
                .get("prefix")
                .orElseThrow()
                .toString();
        var name = setting.getName().replaceAll("([A-Z])", "_$1");
        return (prefix.replaceAll("[.-]", "_") + "_" + name).toUpperCase(Locale.ROOT);
    }

    private static URL url(String module) {
        try {
            return classes(module).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path classes(String module) {
        return Folders.projectRoot().resolve(module).resolve("target/classes");
    }
}
