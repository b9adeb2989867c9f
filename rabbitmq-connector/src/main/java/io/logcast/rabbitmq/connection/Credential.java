package io.logcast.rabbitmq.connection;

import io.logcast.rabbitmq.attributes.ChannelAttributes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The user's name or password: a text, or a file that contains it. The file is read for each attempt to connect, so it can be
 * replaced while the application runs.
 *
 * @param attribute the attribute's name, for error messages
 */
record Credential(String attribute, String value, boolean inFile) {

    /** Enough for any password. */
    private static final int LONGEST = 4096;

    /** The attribute with that name, or, if set, the one with the suffix {@code -file}. */
    static Credential of(ChannelAttributes attributes, String name) {
        var file = name + "-file";
        return attributes
                .find(file)
                .map(path -> new Credential(file, path, true))
                .orElseGet(() -> new Credential(name, attributes.text(name), false));
    }

    /**
     * Without blanks and line breaks at a file's end.
     *
     * @throws IOException naming the attribute and the file if the file cannot be read, is empty or has more than 4096 bytes
     */
    String read() throws IOException {
        if (!inFile) {
            return value;
        }
        byte[] bytes;
        try (var file = Files.newInputStream(Path.of(value))) {
            bytes = file.readNBytes(LONGEST + 1);
        } catch (IOException e) {
            throw new IOException(attribute + " cannot be read: " + e, e);
        }
        var text = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
        if (text.isEmpty() || bytes.length > LONGEST) {
            throw new IOException(attribute + " " + value + " has to have 1 to " + LONGEST + " bytes");
        }
        return text;
    }

    /** Never the value: it may be the password. */
    @Override
    public String toString() {
        return inFile ? attribute + " " + value : attribute;
    }
}
