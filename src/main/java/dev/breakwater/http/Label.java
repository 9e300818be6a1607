package dev.breakwater.http;

import dev.breakwater.event.Spared;
import dev.breakwater.fetch.Answer;

/** What is told of an answer in headers and events: see {@link dev.breakwater.event.Event.Served}. */
record Label(String repository, String kind, String result, String upstream, Spared spared) {
    /** For what belongs to no repository. */
    static final Label NONE = new Label("-", "-", "-", "-");

    /** What was spared nothing. */
    Label(String repository, String kind, String result, String upstream) {
        this(repository, kind, result, upstream, Spared.NOTHING);
    }

    /** The answer's. */
    static Label of(Answer answer, String repository, String kind) {
        return switch (answer) {
            case Answer.Held held ->
                new Label(repository, kind, held.how().label(), Text.header(held.upstream()), held.spared());
            case Answer.Absent _ -> new Label(repository, kind, "absent", "-");
            case Answer.Refused _ -> new Label(repository, kind, "refused", "-");
            case Answer.Malformed _ -> new Label(repository, kind, "malformed", "-");
            case Answer.Trouble _ -> new Label(repository, kind, "trouble", "-");
        };
    }

    /** The same for an answer given again from memory; a stale one stays stale. */
    Label again() {
        return result.equals("stale") ? this : new Label(repository, kind, "hit", upstream);
    }

    /** The same for an answer that was spared that in the end. */
    Label spared(Spared what) {
        return what == spared ? this : new Label(repository, kind, result, upstream, what);
    }

    /** As the {@code X-Breakwater} header. */
    String header() {
        String told = result + "; upstream=" + upstream;
        return spared == Spared.NOTHING ? told : told + "; spared=" + spared.written();
    }
}
