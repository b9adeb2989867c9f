package io.logcast.http;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * Leaves requests whose URI is not one to {@link RouterProblems}: Quarkus checks that before any route or filter, and answers
 * without a body. It reads this switch, which is a system property alone, when its server's class is loaded; the
 * configuration is made before.
 */
public final class OwnUriCheck implements SmallRyeConfigBuilderCustomizer {

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        System.setProperty("vertx.disableURIValidation", "true");
    }
}
