package io.logcast.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import io.logcast.local.packages.DebianPackages;
import io.logcast.local.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The machine's Chromium, or the one from its package sources, unpacked without being installed. */
final class Chromium {

    private static final List<Path> INSTALLED = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    // If nothing is installed, the fonts are among the unpacked packages.
    private static final String FONTS = """
            <?xml version="1.0"?>
            <fontconfig>
              <dir>/usr/share/fonts</dir>
              <dir>%1$s/usr/share/fonts</dir>
              <cachedir>%1$s/fontcache</cachedir>
              <alias><family>system-ui</family><prefer><family>DejaVu Sans</family></prefer></alias>
              <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
              <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
            </fontconfig>
            """;

    private static final String LIBRARIES =
            "%1$s/usr/lib/x86_64-linux-gnu:%1$s/lib/x86_64-linux-gnu:%1$s/usr/lib/x86_64-linux-gnu/pulseaudio";

    private Chromium() {}

    /** Starts Playwright without browsers of its own. */
    static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    static Browser launch(Playwright playwright) {
        // Chromium's sandbox does not work in most containers, and the pages are our own.
        var options = new LaunchOptions().setArgs(List.of("--no-sandbox"));
        var installed = INSTALLED.stream().filter(Files::isExecutable).findFirst();
        return playwright
                .chromium()
                .launch(installed.map(options::setExecutablePath).orElseGet(() -> unpacked(options)));
    }

    private static LaunchOptions unpacked(LaunchOptions options) {
        var root = Folders.filledOnce(Folders.localState().resolve("chromium/root"), folder -> {
            new DebianPackages(System.err::println).unpack("Chromium", "chromium", folder);
        });
        var environment = new HashMap<>(System.getenv());
        environment.put("LD_LIBRARY_PATH", LIBRARIES.formatted(root));
        environment.put("FONTCONFIG_FILE", fonts(root).toString());
        return options.setExecutablePath(root.resolve("usr/lib/chromium/chromium"))
                .setEnv(environment);
    }

    private static Path fonts(Path root) {
        try {
            return Files.writeString(root.resolve("fonts.conf"), FONTS.formatted(root));
        } catch (IOException e) {
            throw new IllegalStateException("The fonts' configuration could not be written", e);
        }
    }
}
