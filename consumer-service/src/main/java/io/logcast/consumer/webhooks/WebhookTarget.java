package io.logcast.consumer.webhooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.logcast.http.InvalidFieldException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where batches are sent, and how. Has only the names of secrets, so it may be stored and shown.
 *
 * @param url http or https, without user info and fragment
 * @param format of the bodies; JSON if a client leaves it out
 * @param headers sent with each request, in addition to our own; empty if a client leaves them out
 * @param secrets names of at most two secrets that sign each request; empty for no signature. The second one is for the
 *     time in which a receiver changes from one to the other
 * @param authentication null if the receiver demands none
 * @param tls the name of a TLS configuration, with its own authorities or with a client certificate; null for the
 *     default one
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebhookTarget(
        URI url,
        Format format,
        Map<String, String> headers,
        List<String> secrets,
        @Nullable Authentication authentication,
        @Nullable String tls) {

    private static final int MAX_SECRETS = 2;

    /** The format of a body. */
    public enum Format {
        /** An array of events, as a search returns them. */
        @JsonProperty("json")
        JSON,
        /** A batch of CloudEvents 1.0. */
        @JsonProperty("cloudevents")
        CLOUDEVENTS,
        /** An export of OTLP/HTTP: protobuf, compressed with gzip. */
        @JsonProperty("otlp")
        OTLP
    }

    /** How we authenticate ourselves to the receiver. */
    public enum Scheme {
        /** The secret is the token. */
        @JsonProperty("bearer")
        BEARER,
        /** The secret is {@code user:password}. */
        @JsonProperty("basic")
        BASIC
    }

    /**
     * Credentials for the header {@code Authorization}.
     *
     * @param secret the name of the secret that has them
     */
    @RegisterForReflection
    public record Authentication(Scheme scheme, String secret) {

        /** @throws InvalidFieldException naming the first field that breaks its rule */
        public Authentication {
            TargetRules.checkPresent("push.authentication.scheme", scheme);
            TargetRules.checkName("push.authentication.secret", secret);
        }
    }

    /** @throws InvalidFieldException naming the first field that breaks its rule, such as {@code push.url} */
    public WebhookTarget {
        TargetRules.checkUrl(url);
        // What a client left out is null here.
        format = Objects.requireNonNullElse(format, Format.JSON);
        headers = TargetRules.checkedHeaders(Objects.requireNonNullElse(headers, Map.of()));
        secrets = TargetRules.checkedSecrets(Objects.requireNonNullElse(secrets, List.of()), MAX_SECRETS);
        if (tls != null) {
            TargetRules.checkName("push.tls", tls);
        }
    }
}
