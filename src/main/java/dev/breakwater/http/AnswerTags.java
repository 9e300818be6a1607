package dev.breakwater.http;

import dev.breakwater.event.RequestResult;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.Answer;

/** The labels of an answer in headers and events: see {@link dev.breakwater.event.Event.Served}. */
record AnswerTags(String repository, String kind, RequestResult result, String upstream, RescuedBy spared) {
    /** For pages outside of repositories. */
    static final AnswerTags NONE = new AnswerTags("-", "-", RequestResult.NONE, "-");

    /** For an answer that needed no rescue. */
    AnswerTags(String repository, String kind, RequestResult result, String upstream) {
        this(repository, kind, result, upstream, RescuedBy.NOTHING);
    }

    /** The tags of an answer. */
    static AnswerTags of(Answer answer, String repository, String kind) {
        return switch (answer) {
            case Answer.Held held ->
                new AnswerTags(
                        repository,
                        kind,
                        held.status().shown(),
                        HeaderText.header(held.cache().upstream()),
                        held.spared());
            case Answer.Absent _ -> new AnswerTags(repository, kind, RequestResult.ABSENT, "-");
            case Answer.Done done -> new AnswerTags(repository, kind, done.how().shown(), "-");
            case Answer.Refused refused ->
                new AnswerTags(repository, kind, refused.reason().shown(), "-");
            case Answer.Malformed _ -> new AnswerTags(repository, kind, RequestResult.MALFORMED, "-");
            case Answer.Trouble _ -> new AnswerTags(repository, kind, RequestResult.TROUBLE, "-");
        };
    }

    /** The same for an answer repeated from memory; a stale one stays stale. */
    AnswerTags again() {
        return result == RequestResult.STALE ? this : new AnswerTags(repository, kind, RequestResult.HIT, upstream);
    }

    /** The same for an answer that was rescued at its end. */
    AnswerTags spared(RescuedBy what) {
        return what == spared ? this : new AnswerTags(repository, kind, result, upstream, what);
    }

    /** As the {@code X-Breakwater} header. */
    String header() {
        String told = result.written() + "; upstream=" + upstream;
        return spared == RescuedBy.NOTHING ? told : told + "; spared=" + spared.written();
    }
}
