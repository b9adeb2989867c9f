package io.logcast.security.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The keys of a file. The file is small and read as a whole each time, so it does not matter how it is replaced. Keys are
 * looked up by their hash, so the time that it takes reveals nothing about other keys.
 */
public final class Keys {

    private static final Logger LOG = Logger.getLogger(Keys.class);
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int LONGEST_KEY = 512;

    private final Path file;
    private volatile Map<String, KeyEntry> byHash = Map.of();
    /** Why the current file cannot be used; empty if it can. */
    private volatile String fault = "";

    public Keys(Path file) {
        this.file = file;
    }

    /**
     * Reads the file for the first time.
     *
     * @throws IllegalArgumentException naming the file and what is wrong with it
     */
    public void load() {
        try {
            byHash = read();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("The file of keys " + file + " cannot be used: " + reason(e), e);
        }
    }

    /** Reads the file again. If it cannot be used, that is logged once, and the keys from before stay in use. */
    public void refresh() {
        try {
            var now = read();
            if (!fault.isEmpty() || !now.equals(byHash)) {
                LOG.infof("The file of keys %s was read again: %d keys", file, now.size());
            }
            byHash = now;
            fault = "";
        } catch (IOException | IllegalArgumentException e) {
            var reason = reason(e);
            if (!reason.equals(fault)) {
                LOG.errorf("The file of keys %s cannot be used, the keys from before stay valid: %s", file, reason);
            }
            fault = reason;
        }
    }

    private Map<String, KeyEntry> read() throws IOException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IllegalArgumentException("it has more than " + MOST_BYTES + " bytes");
            }
            return KeyFile.parse(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
    }

    /** The caller that the key belongs to; empty if the file does not have it. */
    public Optional<KeyEntry> find(String key) {
        return key.isEmpty() || key.length() > LONGEST_KEY
                ? Optional.empty()
                : Optional.ofNullable(byHash.get(hash(key)));
    }

    /** How many there are. */
    public int count() {
        return byHash.size();
    }

    /** Whether the current file cannot be used. */
    public boolean isStale() {
        return !fault.isEmpty();
    }

    private static String hash(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
