package io.logcast.consumer.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logcast.consumer.webhooks.WebhookTarget.Authentication;
import io.logcast.consumer.webhooks.WebhookTarget.Scheme;
import io.logcast.http.InvalidFieldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Secrets in the files of one folder, such as a mounted Secret's. They are read each time, so a secret that is changed
 * takes effect at once. No error message contains any part of a secret.
 */
final class Secrets {

    private static final String SIGNING = "push.secrets";
    private static final String CREDENTIALS = "push.authentication.secret";
    private static final int MAX_BYTES = 8 * 1024;

    /** Standard Webhooks: what a secret begins with, and how many bytes its key has. */
    private static final String PREFIX = "whsec_";

    private static final int MIN_KEY_BYTES = 24;
    private static final int MAX_KEY_BYTES = 64;

    private static final Pattern TOKEN = Pattern.compile("[!-~]+");
    private static final Pattern USER_AND_PASSWORD = Pattern.compile("[^:\\p{Cntrl}]+:[^\\p{Cntrl}]*");

    private final Optional<Path> folder;

    Secrets(Optional<Path> folder) {
        this.folder = folder;
    }

    /**
     * A key that signs.
     *
     * @throws InvalidFieldException if there is none of that name, or it cannot be used
     */
    byte[] key(String name) {
        var text = read(SIGNING, name);
        try {
            var key = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "");
            if (key.length >= MIN_KEY_BYTES && key.length <= MAX_KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Dropped, since its message contains characters of the secret.
        }
        throw refused(
                SIGNING,
                name,
                "must be %s and then %d to %d bytes in Base64".formatted(PREFIX, MIN_KEY_BYTES, MAX_KEY_BYTES));
    }

    /**
     * The value of the header {@code Authorization}.
     *
     * @throws InvalidFieldException if there is no secret of that name, or it cannot be used
     */
    String authorization(Authentication authentication) {
        var text = read(CREDENTIALS, authentication.secret());
        if (authentication.scheme() == Scheme.BEARER) {
            checkForm(TOKEN, text, authentication, "must be a token of visible ASCII characters");
            return "Bearer " + text;
        }
        checkForm(USER_AND_PASSWORD, text, authentication, "must be user:password");
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static void checkForm(Pattern form, String text, Authentication authentication, String rule) {
        if (!form.matcher(text).matches()) {
            throw refused(CREDENTIALS, authentication.secret(), rule);
        }
    }

    private String read(String field, String name) {
        TargetRules.checkName(field, name);
        var file = folder.orElseThrow(() -> refused(field, name, "needs the setting logcast.webhooks.secrets"))
                .resolve(name);
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw refused(field, name, "must have at most " + MAX_BYTES + " bytes");
            }
            return new String(bytes, UTF_8).strip();
        } catch (NoSuchFileException e) {
            throw refused(field, name, "does not exist in the folder of the setting logcast.webhooks.secrets");
        } catch (IOException e) {
            throw refused(field, name, "cannot be read: " + e.getMessage());
        }
    }

    private static InvalidFieldException refused(String field, String name, String reason) {
        return new InvalidFieldException(field, "the secret " + name + " " + reason);
    }
}
