package io.logcast.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, with its links and the anchors of its headings. */
record MarkdownPage(Path file, String text) {

    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    static MarkdownPage of(Path file) {
        try {
            return new MarkdownPage(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its links to files and headings of this project, as written. */
    Stream<String> links() {
        var prose = CODE.matcher(FENCED.matcher(text).replaceAll("")).replaceAll("");
        return LINK.matcher(prose)
                .results()
                .map(match -> match.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches());
    }

    /** Whether the linked file exists, and its heading if the link names one. */
    boolean resolves(String link) {
        var parts = link.split("#", 2);
        if (parts[0].isEmpty()) {
            return anchors().contains(parts[1]);
        }
        var target = file.resolveSibling(parts[0]).normalize();
        return Files.exists(target)
                && (parts.length == 1 || of(target).anchors().contains(parts[1]));
    }

    /** The headings' anchors, as GitHub makes them. */
    Set<String> anchors() {
        var anchors = new HashSet<String>();
        var counts = new HashMap<String, Integer>();
        HEADING.matcher(FENCED.matcher(text).replaceAll(""))
                .results()
                .map(match -> anchor(match.group(1)))
                .forEach(anchor -> {
                    var before = counts.merge(anchor, 1, Integer::sum) - 1;
                    anchors.add(before == 0 ? anchor : anchor + "-" + before);
                });
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
