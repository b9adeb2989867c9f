package io.logcast.consumer.subscriptions;

import java.util.ArrayList;

/** A pattern of a topic exchange. */
final class TopicPattern {

    /** The most {@code #} that RabbitMQ takes in one pattern, from 4.3.5 on. */
    static final int MOST_HASHES = 2;

    private static final String DOT = "\\.";

    private TopicPattern() {}

    /**
     * Whether the broker would route the key by it: {@code *} stands for one word, {@code #} for any number of words.
     */
    static boolean matches(String pattern, String routingKey) {
        var words = routingKey.split(DOT, -1);
        // At index i: whether the parts so far match the first i words.
        var matched = new boolean[words.length + 1];
        matched[0] = true;
        for (var part : pattern.split(DOT, -1)) {
            matched = part.equals("#") ? andMore(matched) : andOne(matched, part, words);
        }
        return matched[words.length];
    }

    /**
     * The pattern as the broker gets it. If it has too many {@code #}, wildcards next to each other are rewritten:
     * first each {@code *}, and then a single {@code #}. That matches the same keys.
     */
    static String bindable(String pattern) {
        return hashes(pattern) > MOST_HASHES ? shortened(pattern) : pattern;
    }

    static int hashes(String pattern) {
        return (int) pattern.chars().filter(c -> c == '#').count();
    }

    private static String shortened(String pattern) {
        var parts = new ArrayList<String>();
        boolean anyNumber = false;
        for (var part : pattern.split(DOT, -1)) {
            if (part.equals("#")) {
                anyNumber = true;
                continue;
            }
            if (anyNumber && !part.equals("*")) {
                parts.add("#");
                anyNumber = false;
            }
            parts.add(part);
        }
        if (anyNumber) {
            parts.add("#");
        }
        return String.join(".", parts);
    }

    private static boolean[] andMore(boolean[] matched) {
        for (int i = 1; i < matched.length; i++) {
            matched[i] |= matched[i - 1];
        }
        return matched;
    }

    private static boolean[] andOne(boolean[] matched, String part, String[] words) {
        var next = new boolean[matched.length];
        for (int i = 0; i < words.length; i++) {
            next[i + 1] = matched[i] && (part.equals("*") || part.equals(words[i]));
        }
        return next;
    }
}
