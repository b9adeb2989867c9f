package io.logcast.testing.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.logcast.local.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate made with the JDK's keytool.
 *
 * @param keyStore PKCS #12, with {@link #PASSWORD}
 * @param trustStore PKCS #12, with {@link #PASSWORD}
 * @param certificate PEM
 * @param key PEM, not encrypted
 */
public record Certificates(Path keyStore, Path trustStore, Path certificate, Path key) {

    public static final String PASSWORD = "for-tests";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /**
     * Creates one, with these files in the folder.
     *
     * @param host the name that it is valid for, such as {@code dns:localhost} or {@code ip:127.0.0.1}
     */
    public static Certificates of(String alias, String host, Path folder) {
        var files = new Certificates(
                folder.resolve(alias + ".p12"),
                folder.resolve(alias + "-trust.p12"),
                folder.resolve(alias + ".crt"),
                folder.resolve(alias + ".key"));
        keytool(files.keyStore, alias, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + alias, "-ext", "san=" + host);
        keytool(files.keyStore, alias, "-exportcert", "-rfc", "-file", files.certificate.toString());
        keytool(files.trustStore, alias, "-importcert", "-noprompt", "-file", files.certificate.toString());
        files.writeKey(alias);
        return files;
    }

    /** A TLS context with this certificate's key that trusts the other certificate. */
    public SSLContext context(Certificates trusted) {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(keyStore), PASSWORD.toCharArray());
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load(trusted.trustStore));
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void writeKey(String alias) {
        try {
            var encoded = load(keyStore).getKey(alias, PASSWORD.toCharArray()).getEncoded();
            var text = new String(Base64.getMimeEncoder().encode(encoded), US_ASCII);
            Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore load(Path file) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static void keytool(Path store, String alias, String... arguments) {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of(arguments));
        line.addAll(List.of(
                "-alias", alias, "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Command.run(PATIENCE, line.toArray(String[]::new)).orThrow();
    }
}
