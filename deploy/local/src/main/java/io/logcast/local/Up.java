package io.logcast.local;

import io.logcast.local.process.Deadline;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import io.logcast.local.process.Ports;
import io.logcast.local.process.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Runs Logcast on this machine until Ctrl-C: broker, database and both services, or with --infra the first two. */
public final class Up {
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration YEARS = Duration.ofDays(3650);

    private final UpSettings settings;
    private final PrintStream out;
    private final Progress progress;
    private final Started started;

    private Up(UpSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
        this.progress = line -> out.println("  " + line);
        this.started = new Started(progress);
    }

    public static void main(String[] arguments) {
        try {
            new Up(UpSettings.from(System.getenv()), System.out)
                    .run(!List.of(arguments).contains("--infra"));
        } catch (LocalProcessException e) {
            System.err.println(e.getMessage());
            // Runs the hook, which stops what was started.
            System.exit(1);
        }
    }

    private void run(boolean withServices) {
        checkPorts(settings.ownPorts(withServices));
        Runtime.getRuntime().addShutdownHook(new Thread(started::stopAll, "stop"));
        out.println("Starting (data and logs are in " + Folders.localState() + ")");
        var infrastructure = Infrastructure.start(settings, started, progress);
        if (withServices) {
            runServices(infrastructure);
        } else {
            out.println(UpMessages.infrastructure(settings, infrastructure));
            Deadline.in(YEARS).await(() -> false);
        }
    }

    private void runServices(Infrastructure infrastructure) {
        var services = List.of(
                start("producer-service", settings.producer(), infrastructure),
                start("consumer-service", settings.consumer(), infrastructure));
        services.forEach(service -> service.awaitReady(READY));
        out.println(UpMessages.services(settings));
        Deadline.in(YEARS).await(() -> services.stream().anyMatch(service -> !service.isRunning()));
        // After Ctrl-C they end because they were told to.
        if (!started.isStopping()) {
            services.forEach(ServiceProcess::failIfEnded);
        }
    }

    private ServiceProcess start(String module, UpSettings.Port port, Infrastructure infrastructure) {
        progress.show(module + ": starting");
        var service = ServiceProcess.of(module)
                .env(infrastructure.serviceEnvironment())
                .port(port.number())
                .log(Folders.localState().resolve(module + ".log"))
                .start();
        started.add(module, service);
        return service;
    }

    static void checkPorts(List<UpSettings.Port> ports) {
        var taken = ports.stream()
                .filter(port -> !Ports.isFree(port.number()))
                .map(port -> "Port %d is in use, and %s needs it. Set %s to another port."
                        .formatted(port.number(), port.owner(), port.variable()))
                .collect(Collectors.joining("\n"));
        if (!taken.isEmpty()) {
            throw new LocalProcessException(taken);
        }
        ports.stream()
                .collect(Collectors.groupingBy(UpSettings.Port::number))
                .values()
                .forEach(Up::checkOneOwner);
    }

    private static void checkOneOwner(List<UpSettings.Port> ports) {
        if (ports.size() > 1) {
            var variables = ports.stream().map(UpSettings.Port::variable).collect(Collectors.joining(" and "));
            throw new LocalProcessException(
                    variables + " are the same port, " + ports.get(0).number() + ". Set one of them to another.");
        }
    }
}
