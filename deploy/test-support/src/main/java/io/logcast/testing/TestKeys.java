package io.logcast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** A file of callers' keys. */
public final class TestKeys {

    private static final Path FILE = TestFolders.fresh("keys").toAbsolutePath();

    private TestKeys() {}

    /** The file's path. */
    public static Path file() {
        return FILE;
    }

    /** Replaces the file's lines. */
    public static void write(String... lines) {
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, String.join("\n", lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of the file. */
    public static String entry(String name, String role, String key) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return name + " " + role + " " + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The key as a password, for schemes that encode one in Base64. */
    public static String base64(String key) {
        return Base64.getEncoder().encodeToString(("any:" + key).getBytes(StandardCharsets.UTF_8));
    }
}
