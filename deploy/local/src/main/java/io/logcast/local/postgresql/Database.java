package io.logcast.local.postgresql;

import io.logcast.local.process.Deadline;
import io.logcast.local.process.Environment;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import io.logcast.local.process.ProcessSpec;
import io.logcast.local.process.SupervisedProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * A private PostgreSQL, bound to the loopback interface. It ends with this JVM at the latest. Methods throw
 * {@link LocalProcessException} with the end of the log.
 */
public final class Database implements AutoCloseable {
    private static final String NAME = "logcast";
    private static final String USER = "logcast";
    private static final String PASSWORD = "logcast";
    private static final Duration READY = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final DatabaseSettings settings;
    private final PostgresPrograms programs;
    private final DataFolder data;
    private @Nullable SupervisedProcess process;

    private Database(DatabaseSettings settings, PostgresPrograms programs) {
        this.settings = settings;
        this.programs = programs;
        this.data = new DataFolder(settings.folder().resolve("data"));
    }

    /** Starts a database on the settings' folder, which is created if it does not exist. Returns when it is ready. */
    public static Database start(DatabaseSettings settings) {
        var programs = PostgresPrograms.unpacked(settings.progress());
        var database = new Database(settings, programs);
        settings.progress().show("PostgreSQL: starting");
        database.data.initializeOnce(programs, USER, PASSWORD);
        database.start();
        return database;
    }

    public String jdbcUrl() {
        return jdbcUrl(NAME);
    }

    public int port() {
        return settings.port();
    }

    public String username() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    public Path log() {
        return settings.folder().resolve("postgresql.log");
    }

    /** A connection as the owner of everything; the caller closes it. */
    public Connection connect() throws SQLException {
        return connect(NAME);
    }

    /** Creates one more database and returns its JDBC URL; username and password are the same. */
    public String createDatabase(String name) {
        create(name);
        return jdbcUrl(name);
    }

    /**
     * Starts it again after {@link #stop()} or {@link #kill()}, with the same port and data. Returns when it is ready.
     */
    public synchronized void start() {
        if (isRunning()) {
            throw new LocalProcessException("PostgreSQL on port " + port() + " is running already");
        }
        var environment = new HashMap<>(settings.environment());
        environment.put("LC_ALL", "C");
        var started = SupervisedProcess.start(new ProcessSpec(
                "PostgreSQL on port " + port(),
                programs.command("postgres", data.arguments(port(), settings.durable())),
                Environment.inheritingAll(environment),
                settings.folder(),
                log(),
                GRACE));
        process = started;
        try {
            started.awaitReady(Deadline.in(READY), this::answers);
            createOwnDatabase();
        } catch (LocalProcessException e) {
            started.kill();
            throw e;
        }
    }

    /**
     * Creates a hot standby to which this database streams, in a new folder. This database is stopped while it is
     * copied.
     */
    public Database startStandby(DatabaseSettings standby) {
        stop();
        new DataFolder(standby.folder().resolve("data")).copy(data);
        start();
        var database = new Database(standby, programs);
        database.follow(this);
        return database;
    }

    /** Starts this database, which has to be stopped, as a standby of another. Returns when it has caught up. */
    public void follow(Database primary) {
        data.follow("host=127.0.0.1 port=%d user=%s password=%s".formatted(primary.port(), USER, PASSWORD));
        start();
        // If the primary stopped earlier, it would have records that its standby lacks, and could never follow it.
        // Also, PostgreSQL ends a standby that is promoted before it has the records of its new timeline.
        if (!Deadline.in(READY).await(primary::streams)) {
            throw new LocalProcessException("PostgreSQL on port " + primary.port() + " does not stream to its standby");
        }
    }

    /** Whether a standby has received everything. */
    private boolean streams() {
        var caughtUp = "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming' AND flush_lsn >= sent_lsn";
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(caughtUp)) {
            return rows.next();
        } catch (SQLException e) {
            return false;
        }
    }

    /** From now on, a commit waits until a standby has it too. */
    public void waitForStandbys() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    /** Makes a standby the primary; returns when it takes writes. */
    public void promote() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_promote(true, 60)");
        }
    }

    /** SIGINT, PostgreSQL's fast shutdown: connections are closed, the data is consistent. Waits until it has gone. */
    public synchronized void stop() {
        if (process != null) {
            process.stop("INT", STOP);
        }
    }

    /** SIGKILL, and waits until it has gone. */
    public synchronized void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /** SIGSTOP: it does nothing until {@link #resume()}. */
    public synchronized void pause() {
        if (process != null) {
            process.pause();
        }
    }

    public synchronized void resume() {
        if (process != null) {
            process.resume();
        }
    }

    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Stops it for good. The data stays. */
    @Override
    public void close() {
        stop();
    }

    /** Ends it at once, for good, and deletes its data. */
    public void discard() {
        kill();
        Folders.delete(settings.folder());
    }

    private boolean answers() {
        try (var connection = connect("postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private void createOwnDatabase() {
        try (var connection = connect("postgres");
                var query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, NAME);
            try (var rows = query.executeQuery()) {
                if (rows.next()) {
                    return;
                }
            }
        } catch (SQLException e) {
            throw new LocalProcessException("PostgreSQL could not list its databases: " + e.getMessage(), e);
        }
        create(NAME);
    }

    private void create(String name) {
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(name, true));
        } catch (SQLException e) {
            throw new LocalProcessException("The database " + name + " could not be created: " + e.getMessage(), e);
        }
    }

    private Connection connect(String name) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(name), USER, PASSWORD);
    }

    private String jdbcUrl(String name) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + name;
    }
}
