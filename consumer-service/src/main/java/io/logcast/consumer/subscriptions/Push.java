package io.logcast.consumer.subscriptions;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.logcast.consumer.webhooks.WebhookTarget;
import io.logcast.consumer.webhooks.WebhookTarget.Authentication;
import io.logcast.consumer.webhooks.WebhookTarget.Format;
import io.logcast.http.InvalidFieldException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of a subscription are sent. Secrets are only named, so it may be stored and shown.
 *
 * @param ordered whether one replica at a time sends, one message after the other, in the order of the queue
 * @see WebhookTarget WebhookTarget, for the other fields
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Push(
        URI url,
        Format format,
        Map<String, String> headers,
        List<String> secrets,
        @Nullable Authentication authentication,
        @Nullable String tls,
        boolean ordered) {

    /** @throws InvalidFieldException naming the first field that breaks its rule, such as {@code push.url} */
    public Push {
        // What a client left out is null here.
        var target = new WebhookTarget(url, format, headers, secrets, authentication, tls);
        format = target.format();
        headers = target.headers();
        secrets = target.secrets();
    }

    /** The target, without the field that concerns only the queue. */
    public WebhookTarget target() {
        return new WebhookTarget(url, format, headers, secrets, authentication, tls);
    }
}
