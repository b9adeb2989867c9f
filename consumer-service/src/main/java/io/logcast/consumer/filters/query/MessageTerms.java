package io.logcast.consumer.filters.query;

import io.logcast.consumer.filters.query.Query.And;
import io.logcast.consumer.filters.query.Query.Or;
import io.logcast.consumer.filters.query.Query.Phrase;
import io.logcast.consumer.filters.query.Query.Prefix;
import io.logcast.consumer.filters.query.Query.Word;
import java.util.List;
import java.util.stream.IntStream;

/** Turns texts of a query into conditions on the message. */
final class MessageTerms {

    private MessageTerms() {}

    /** One for each word; empty if the text has no letter or digit. */
    static List<Query> words(String text) {
        return Words.runs(text).stream().map(MessageTerms::word).toList();
    }

    /** The words, the last of which is a prefix. */
    static List<Query> prefixes(String text) {
        var runs = Words.runs(text);
        return IntStream.range(0, runs.size())
                .mapToObj(i -> i < runs.size() - 1 ? word(runs.get(i)) : prefix(runs.get(i)))
                .toList();
    }

    /** The words as a phrase; empty if the text has no letter or digit. */
    static List<Query> phrase(String text) {
        var runs = Words.runs(text);
        if (runs.size() < 2) {
            return runs.stream().map(MessageTerms::word).toList();
        }
        var words = runs.stream().map(MessageTerms::wholeOrParts).toList();
        return List.of(new Phrase(And.of(words), Phrases.pattern(runs)));
    }

    private static Query word(String run) {
        var word = new Word(Words.word(run));
        return hasParts(run) ? new Or(List.of(word, inSequence(run))) : word;
    }

    private static Query prefix(String run) {
        var prefix = new Prefix(Words.word(run));
        return Phrases.endsWithCjk(run) && hasParts(run) ? new Or(List.of(prefix, inSequence(run))) : prefix;
    }

    private static Query wholeOrParts(String run) {
        var word = new Word(Words.word(run));
        return hasParts(run) ? new Or(List.of(word, parts(run))) : word;
    }

    /** The characters of a run, one right after the other; a message may also have them within a longer run. */
    private static Query inSequence(String run) {
        return new Phrase(parts(run), Phrases.pattern(List.of(run)));
    }

    private static boolean hasParts(String run) {
        return Words.characters(run).size() > 1;
    }

    private static Query parts(String run) {
        return And.of(Words.characters(run).stream()
                .<Query>map(part -> new Word(Words.word(part)))
                .toList());
    }
}
