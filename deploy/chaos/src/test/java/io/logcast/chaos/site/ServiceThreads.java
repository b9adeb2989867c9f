package io.logcast.chaos.site;

import io.logcast.local.process.Command;
import io.logcast.local.process.LocalProcessException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Counts the threads of a service by their names, as the JDK's {@code jcmd} prints them. */
final class ServiceThreads {

    private static final String MARK = "chaos.process";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Threads that Java knows have a number; those of the garbage collector do not. */
    private static final Pattern JAVA_THREAD = Pattern.compile("(?m)^\"(.+?)\" #\\d+");

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    /** The threads of pools come and go with the work, and their number is bounded. */
    private static final Predicate<String> OF_A_POOL = Pattern.compile(
                    "^(executor-thread|archive-writer|vert\\.x|pool-|webhooks|HttpClient|agroal|ForkJoin|C[12] |Attach Listener)")
            .asPredicate();

    private ServiceThreads() {}

    /** The JVM's argument by which its process is found. */
    static String argument(String service) {
        return "-D" + MARK + "=" + service;
    }

    /** The threads of the service of that name; throws if it does not run. */
    static Map<String, Integer> of(String service) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                        .contains(argument(service)))
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .map(process -> count(service, dump(process.pid())))
                .orElseThrow(() -> new LocalProcessException("No process of " + service + " was found"));
    }

    static Map<String, Integer> count(String service, String dump) {
        return JAVA_THREAD
                .matcher(dump)
                .results()
                .map(thread -> thread.group(1))
                .filter(OF_A_POOL.negate())
                .map(name -> service + ": " + NUMBER.matcher(name).replaceAll((MatchResult number) -> "N"))
                .collect(Collectors.toMap(kind -> kind, kind -> 1, Integer::sum));
    }

    private static String dump(long pid) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Command.run(PATIENCE, jcmd, Long.toString(pid), "Thread.print")
                .orThrow()
                .output();
    }
}
