package io.logcast.http;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * Leaves requests with an invalid URI to {@link RouterProblems}: Quarkus would check the URI before any route or
 * filter, and answer without a body. The only switch for this is a system property, which is read when the class of
 * Quarkus' server is loaded. The configuration is made before that.
 */
public final class OwnUriCheck implements SmallRyeConfigBuilderCustomizer {

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        System.setProperty("vertx.disableURIValidation", "true");
    }
}
