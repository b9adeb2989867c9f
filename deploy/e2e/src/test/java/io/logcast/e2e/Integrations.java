package io.logcast.e2e;

import io.logcast.local.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** The pages of docs/integrations, which readers paste from. */
final class Integrations {

    private static final Pattern BLOCK = Pattern.compile("```\\w*\n(.*?)```", Pattern.DOTALL);

    private Integrations() {}

    /** The blocks of code of the page, in order. */
    static List<String> blocks(String page) throws IOException {
        var text = Files.readString(
                Folders.projectRoot().resolve("docs/integrations").resolve(page));
        return BLOCK.matcher(text).results().map(block -> block.group(1)).toList();
    }
}
