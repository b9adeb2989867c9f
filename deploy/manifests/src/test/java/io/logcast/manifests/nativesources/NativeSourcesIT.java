package io.logcast.manifests.nativesources;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.local.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks the sources of the native executables: nothing in them fails the build, or lacks a registration at run time.
 */
@Tag("native")
class NativeSourcesIT {

    /** The client's Netty transport, which nobody uses, is compiled for a later Netty. */
    private static final Pattern NOT_CALLED = Pattern.compile("com/rabbitmq/client/impl/NettyFrameHandlerFactory.*");

    @ParameterizedTest
    @ValueSource(strings = {"producer-service", "consumer-service"})
    void everyMemberThatALibraryUsesOfAnotherExists(String service) {
        assertThat(new Links(NativeSources.of(service)).unresolved())
                .filteredOn(use -> !NOT_CALLED.matcher(use).lookingAt())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer-service", "consumer-service"})
    void noStaticFieldHoldsWhatBelongsToTheBuildingMachine(String service) {
        assertThat(ImageHeap.refused(NativeSources.of(service))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer-service", "consumer-service"})
    void everyTypeWrittenAsJsonOrReadFromItIsRegisteredForReflection(String service) {
        var sources = NativeSources.of(service);
        var types = JsonTypes.of(sources);
        assertThat(types).hasSizeGreaterThan(3);
        assertThat(types)
                .filteredOn(type -> !sources.reflective().contains(type))
                .isEmpty();
    }

    /** By default, native executables use 80% of the memory, and continue when it runs out. */
    @ParameterizedTest
    @ValueSource(strings = {"producer-service", "consumer-service"})
    void theHeapIsBoundedAndTheServiceExitsOnOutOfMemory(String service) throws IOException {
        var arguments = Folders.projectRoot().resolve(service).resolve("target/native-sources/native-image.args");
        assertThat(Files.readString(arguments))
                .contains("-R:MaximumHeapSizePercent=50")
                .contains("-R:+ExitOnOutOfMemoryError");
    }
}
