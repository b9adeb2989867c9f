package io.logcast.consumer.subscriptions;

/** A pattern of a topic exchange. */
final class TopicPattern {

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
