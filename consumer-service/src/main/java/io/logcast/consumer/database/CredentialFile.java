package io.logcast.consumer.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A file that contains one text. While it cannot be used, its last text stays in use. */
final class CredentialFile {

    private static final Logger LOG = Logger.getLogger(CredentialFile.class);

    private final String setting;
    private final Path file;
    private Optional<String> last = Optional.empty();
    /** Why the current file cannot be used; empty if it can. */
    private String fault = "";

    /** @param setting the setting that names the file */
    CredentialFile(String setting, Path file) {
        this.setting = setting;
        this.file = file;
    }

    /**
     * Its content, or its last usable content; empty if it was never usable. Becoming unusable, or usable again, is
     * logged once.
     */
    synchronized Optional<String> read() {
        try {
            var text = Files.readString(file).stripTrailing();
            if (text.isEmpty()) {
                throw new IOException("the file is empty");
            }
            if (!fault.isEmpty()) {
                LOG.infof("%s: %s can be used again", setting, file);
            }
            last = Optional.of(text);
            fault = "";
        } catch (IOException e) {
            changeTo(reason(e));
        }
        return last;
    }

    private void changeTo(String reason) {
        if (!reason.equals(fault)) {
            LOG.errorf(
                    "%s: cannot use %s%s: %s",
                    setting, file, last.isPresent() ? ", what it contained before stays in use" : "", reason);
        }
        fault = reason;
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
    }
}
