package io.logcast.consumer.database;

import io.quarkus.arc.Unremovable;
import io.quarkus.credentials.CredentialsProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The database user's name and password from files, such as a mounted Secret's. The pools ask for them for each new
 * connection, so a password that is changed takes effect without a restart. Without files,
 * {@code quarkus.datasource.username} and {@code password} apply.
 */
@ApplicationScoped
@Unremovable
@Named("database-files")
class DatabaseCredentials implements CredentialsProvider {

    private static final String USERNAME_FILE = "logcast.database.username-file";
    private static final String PASSWORD_FILE = "logcast.database.password-file";

    private final Optional<CredentialFile> username;
    private final Optional<CredentialFile> password;

    DatabaseCredentials(
            @ConfigProperty(name = USERNAME_FILE) Optional<Path> username,
            @ConfigProperty(name = PASSWORD_FILE) Optional<Path> password) {
        this.username = username.map(file -> new CredentialFile(USERNAME_FILE, file));
        this.password = password.map(file -> new CredentialFile(PASSWORD_FILE, file));
    }

    boolean areInFiles() {
        return username.isPresent() || password.isPresent();
    }

    /**
     * The contents of the files, or their last usable contents. A credential without a file, or whose file was never
     * usable, is left out. Never throws: the pools would pass the exception on, and their users expect a SQLException,
     * such as the server's refusal of the user.
     */
    @Override
    public Map<String, String> getCredentials(String name) {
        var credentials = new HashMap<String, String>();
        username.flatMap(CredentialFile::read).ifPresent(text -> credentials.put(USER_PROPERTY_NAME, text));
        password.flatMap(CredentialFile::read).ifPresent(text -> credentials.put(PASSWORD_PROPERTY_NAME, text));
        return credentials;
    }
}
