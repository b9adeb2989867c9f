package io.logcast.cli.subscriptions;

import io.logcast.cli.connection.ConnectionOptions;
import io.logcast.cli.connection.Service;
import io.logcast.cli.connection.Waiting;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.OutputOptions;
import io.logcast.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logcast subscribe}. */
@Command(
        name = "subscribe",
        mixinStandardHelpOptions = true,
        description = {
            "Print the events of a subscription as they come.",
            "Events are acknowledged once they have been printed, so that none is lost; after a failure some may be"
                    + " printed again."
        })
public final class SubscribeCommand implements Callable<Integer> {

    private static final int MAX_PULL = 100;
    private static final int WAIT_SECONDS = 20;

    private final Terminal terminal;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "NAME", description = "The subscription.")
    private String name = "";

    @Option(
            names = "--create",
            description = "Create it first if it does not exist, bound to all events or as the options say.")
    private boolean create;

    @Option(
            names = "--pattern",
            paramLabel = "PATTERN",
            description = "With --create: bind it to routing keys such as payments.# or *.error. May be given several"
                    + " times.")
    private List<String> patterns = new ArrayList<>();

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            description = "With --create: bind it to events of this severity. May be given several times.")
    private List<String> severities = new ArrayList<>();

    @Option(
            names = "--attr",
            paramLabel = "NAME=VALUE",
            description = "With --create: bind it to events with all of these routing attributes.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    @Option(names = "--temporary", description = "With --create: the broker deletes it when it is no longer used.")
    private boolean temporary;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "End after this many events.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--until-empty", description = "End when no more events wait.")
    private boolean untilEmpty;

    public SubscribeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (count < 1) {
            throw CliException.usage("--count must be at least 1");
        }
        var binding = binding();
        if (!create && (temporary || !binding.isEmpty())) {
            throw CliException.usage("--pattern, --severity, --attr and --temporary need --create");
        }
        var consumer = connection.connect(terminal, Service.CONSUMER);
        var subscription = new Subscription(consumer, name, Waiting.forever(terminal), terminal);
        if (create) {
            subscription.create(definition(binding));
        }
        var printer = output.events(terminal);
        while (count > 0) {
            var pulled = subscription.pull((int) Math.min(count, MAX_PULL), untilEmpty ? 0 : WAIT_SECONDS);
            pulled.forEach(entry -> printer.print(entry.path("event")));
            terminal.flush();
            subscription.acknowledge(pulled);
            count -= pulled.size();
            if (untilEmpty && pulled.isEmpty()) {
                break;
            }
        }
        return ExitCode.OK;
    }

    private Map<String, Object> definition(Map<String, Object> binding) {
        var definition = new LinkedHashMap<String, Object>();
        definition.put("binding", binding.isEmpty() ? Map.of("type", "all") : binding);
        if (temporary) {
            definition.put("durable", false);
        }
        return definition;
    }

    private Map<String, Object> binding() {
        var bindings = new ArrayList<Map<String, Object>>();
        if (!patterns.isEmpty()) {
            bindings.add(Map.of("type", "patterns", "patterns", patterns));
        }
        if (!severities.isEmpty()) {
            bindings.add(Map.of("type", "severities", "severities", severities));
        }
        if (!attributes.isEmpty()) {
            bindings.add(Map.of("type", "attributes", "attributes", attributes, "match", "all"));
        }
        if (bindings.size() > 1) {
            throw CliException.usage("a subscription has one kind of binding: --pattern, --severity or --attr");
        }
        return bindings.isEmpty() ? Map.of() : bindings.get(0);
    }
}
