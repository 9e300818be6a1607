package dev.breakwater.format.go.probe;

import dev.breakwater.probe.ProbeSession;
import dev.breakwater.probe.QuestionSet;
import java.net.URI;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What module mirrors are asked.
 *
 * @param database the checksum database that verifies content; null for none
 * @param index an index feed in the form of the Go index, which lists new versions; null for none
 * @param secret matches modules that no mirror may learn about
 */
record GoQuestions(
        @Nullable PlannedDatabase database, @Nullable URI index, Predicate<String> secret) implements QuestionSet {
    @Override
    public ProbeSession begin(SessionSetup setup) {
        return new GoSession(this, new GoTerms(), setup);
    }
}
