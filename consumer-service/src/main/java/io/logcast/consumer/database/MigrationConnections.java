package io.logcast.consumer.database;

import io.quarkus.credentials.CredentialsProvider;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes migrations log in with the files of {@link DatabaseCredentials} too, unless they have a user of their own
 * ({@code quarkus.flyway.username}).
 */
@ApplicationScoped
class MigrationConnections implements FlywayConfigurationCustomizer {

    private final DatabaseCredentials credentials;
    private final String url;
    private final String user;
    private final String password;
    private final boolean hasOwnUser;

    MigrationConnections(
            DatabaseCredentials credentials,
            @ConfigProperty(name = "quarkus.flyway.jdbc-url") String url,
            @ConfigProperty(name = "quarkus.flyway.username") String user,
            @ConfigProperty(name = "quarkus.flyway.password") String password,
            @ConfigProperty(name = "quarkus.datasource.username") String userOfThePools) {
        this.credentials = credentials;
        this.url = url;
        this.user = user;
        this.password = password;
        this.hasOwnUser = !user.equals(userOfThePools);
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        if (hasOwnUser || !credentials.areInFiles()) {
            return;
        }
        var connections = new LoggedInFromFiles(credentials);
        connections.setUrl(url);
        connections.setUser(user);
        connections.setPassword(password);
        configuration.dataSource(connections);
    }

    private static final class LoggedInFromFiles extends PGSimpleDataSource {

        private final transient DatabaseCredentials credentials;

        LoggedInFromFiles(DatabaseCredentials credentials) {
            this.credentials = credentials;
        }

        @Override
        public Connection getConnection() throws SQLException {
            var read = credentials.getCredentials("");
            return getConnection(
                    read.getOrDefault(CredentialsProvider.USER_PROPERTY_NAME, getUser()),
                    read.getOrDefault(CredentialsProvider.PASSWORD_PROPERTY_NAME, getPassword()));
        }
    }
}
