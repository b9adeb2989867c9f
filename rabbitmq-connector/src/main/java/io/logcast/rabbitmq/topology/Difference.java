package io.logcast.rabbitmq.topology;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One argument of a queue or an exchange that the broker has with another value.
 *
 * @param kind queue or exchange
 * @param configured in the broker's notation: {@code '10'}, or {@code none}
 * @param current in the same notation
 */
record Difference(String kind, String name, String argument, String configured, String current) {

    /** Sizes and times, which an operator or an earlier release may have chosen differently. */
    private static final Set<String> LIMITS =
            Set.of("x-max-length", "x-max-length-bytes", "x-message-ttl", "x-expires", "x-delivery-limit");

    private static final String NONE = "none";
    private static final Pattern NUMBER = Pattern.compile("'(-?\\d{1,18})'");
    private static final Pattern INEQUIVALENT = Pattern.compile(
            "inequivalent arg '(?<argument>[^']*)' for (?<kind>queue|exchange) '(?<name>[^']*)' in vhost '[^']*':"
                    + " received (?<received>.*?) but current is (?<current>.*)");

    /** Empty if the broker's reply text is about something else. */
    static Optional<Difference> of(String replyText) {
        var matcher = INEQUIVALENT.matcher(replyText);
        return matcher.find()
                ? Optional.of(new Difference(
                        matcher.group("kind"),
                        matcher.group("name"),
                        matcher.group("argument"),
                        plain(matcher.group("received")),
                        plain(matcher.group("current"))))
                : Optional.empty();
    }

    /** Whether the queue can be used as it is: a limit only changes when it refuses or drops messages. */
    boolean isTolerable() {
        return kind.equals("queue")
                && LIMITS.contains(argument)
                && (current.equals(NONE) || brokersNumber().isPresent());
    }

    /** The broker's value; empty if it has none, or if it is not a number. */
    Optional<Long> brokersNumber() {
        var number = NUMBER.matcher(current);
        return number.matches() ? Optional.of(Long.valueOf(number.group(1))) : Optional.empty();
    }

    /** The end of a sentence. */
    String text() {
        return argument + ": configured is " + configured + ", the broker has " + current;
    }

    private static String plain(String value) {
        return value.replaceFirst("^the value ", "").replaceFirst(" of type '[^']*'$", "");
    }
}
