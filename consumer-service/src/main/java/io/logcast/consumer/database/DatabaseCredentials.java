package io.logcast.consumer.database;

import io.quarkus.arc.Unremovable;
import io.quarkus.credentials.CredentialsProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The database user's name and password from files, such as a mounted Secret's. The pools ask for them for each new
 * connection, so a password that is changed takes effect without a restart. Without files, {@code quarkus.datasource.username}
 * and {@code password} apply.
 */
@ApplicationScoped
@Unremovable
@Named("database-files")
class DatabaseCredentials implements CredentialsProvider {

    private static final String USERNAME_FILE = "logcast.database.username-file";
    private static final String PASSWORD_FILE = "logcast.database.password-file";

    private final Optional<Path> username;
    private final Optional<Path> password;

    DatabaseCredentials(
            @ConfigProperty(name = USERNAME_FILE) Optional<Path> username,
            @ConfigProperty(name = PASSWORD_FILE) Optional<Path> password) {
        this.username = username;
        this.password = password;
    }

    boolean areInFiles() {
        return username.isPresent() || password.isPresent();
    }

    /**
     * What the files contain; nothing of what has no file.
     *
     * @throws UncheckedIOException naming the setting and the file if the file cannot be read or is empty
     */
    @Override
    public Map<String, String> getCredentials(String name) {
        var credentials = new HashMap<String, String>();
        username.ifPresent(file -> credentials.put(USER_PROPERTY_NAME, read(USERNAME_FILE, file)));
        password.ifPresent(file -> credentials.put(PASSWORD_PROPERTY_NAME, read(PASSWORD_FILE, file)));
        return credentials;
    }

    private static String read(String setting, Path file) {
        try {
            var text = Files.readString(file).stripTrailing();
            if (text.isEmpty()) {
                throw new IOException("the file is empty");
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(setting + ": cannot read " + file, e);
        }
    }
}
