package io.logcast.consumer.webhooks;

import io.logcast.http.InvalidFieldException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Says in our own words why there was no answer: messages of libraries may contain URLs, or text from the receiver. */
final class Failures {

    private static final int MAX_CAUSES = 10;

    private Failures() {}

    static String reason(String host, Throwable failure) {
        var causes = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .toList();
        return first(causes, InvalidFieldException.class)
                .map(Throwable::getMessage)
                .or(() ->
                        first(causes, UnknownHostException.class).map(cause -> "the name " + host + " has no address"))
                .or(() -> first(causes, NotSslRecordException.class).map(cause -> host + " does not speak TLS"))
                .or(() -> first(causes, CertificateException.class)
                        .or(() -> first(causes, SSLHandshakeException.class))
                        .map(cause -> "TLS with " + host + " failed: " + cause.getMessage()))
                .or(() -> first(causes, SSLException.class).map(cause -> "TLS with " + host + " failed"))
                .or(() -> first(causes, ConnectException.class).map(cause -> host + " does not take connections"))
                .orElse("the connection to " + host + " ended before the answer");
    }

    private static Optional<Throwable> first(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().filter(type::isInstance).findFirst();
    }
}
