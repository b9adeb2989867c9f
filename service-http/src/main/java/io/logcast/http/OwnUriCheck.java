package io.logcast.http;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * Leaves requests with an invalid URI to {@link RouterProblems}. Quarkus would check the URI before any route or filter, and
 * answer without a body. It reads this switch, which is only a system property, when its server's class is loaded, which is
 * after the configuration was made.
 */
public final class OwnUriCheck implements SmallRyeConfigBuilderCustomizer {

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        System.setProperty("vertx.disableURIValidation", "true");
    }
}
