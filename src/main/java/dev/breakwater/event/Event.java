package dev.breakwater.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event: something that happened, as data. */
public sealed interface Event {
    /**
     * A request was answered or cancelled.
     *
     * @param remote the client's address
     * @param method the request's method
     * @param target the path as it was sent, without a query
     * @param repository the repository's name, {@code -} if there is none
     * @param kind the resource's kind, {@code -} if there is none
     * @param upstream the upstream the content came from, {@code -} if none
     * @param status the status that was sent; 499 if the client disconnected before
     * @param bytes how many bytes of body were sent
     * @param took from the request's first line to the last byte's hand-over
     * @param who the caller's name, {@code -} if anonymous
     * @param spared what rescued the answer from failure
     * @param confidential whether the module, and that it exists, is hidden from some callers
     */
    record Served(
            String remote,
            String method,
            String target,
            String repository,
            String kind,
            RequestResult result,
            String upstream,
            int status,
            long bytes,
            Duration took,
            String who,
            RescuedBy spared,
            boolean confidential)
            implements Event {
        /**
         * The kinds of resources that are all of a version's files, or name them all: a client asks for one of them once for each
         * download. In the words of the formats.
         */
        private static final Set<String> ARCHIVES = Set.of("zip", "tarball", "manifest");

        /** Whether it was for a version's files: one of these is one download. */
        public boolean archive() {
            return ARCHIVES.contains(kind);
        }
    }

    /**
     * A caller fetched or published a private module, or was refused: for the audit log.
     *
     * @param who the caller's name, {@code -} if anonymous
     * @param credential what identified the caller, {@code -} for nothing; no secret
     * @param remote the client's address
     * @param did {@code read} or {@code publish}
     * @param name the module path or other name
     * @param target the path as it was sent
     * @param status the status that was sent
     * @param bytes how many bytes of body were sent
     */
    record Audited(
            String who,
            String credential,
            String remote,
            String did,
            String repository,
            String name,
            String target,
            int status,
            RequestResult result,
            long bytes)
            implements Event {}

    /**
     * An exchange with an upstream ended.
     *
     * @param traffic the class of traffic, in lower case
     * @param said its answer, for people
     */
    record Exchanged(
            String upstream,
            String traffic,
            String path,
            ExchangeOutcome outcome,
            String said,
            long bytes,
            Duration took)
            implements Event {}

    /** Content from {@code upstream} was checked. */
    record ContentChecked(String key, String upstream, CheckResult result, String why) implements Event {}

    /**
     * Content without a confirming checksum record was requested.
     *
     * @param served whether it was served, from one upstream without confirmation; else it was refused
     * @param why for people: the evidence against it, or why there is no record
     */
    record Unconfirmed(String key, boolean served, String why) implements Event {}

    /** Two witnesses disagree about {@code key}. */
    record Disagreed(String key, String what) implements Event {}

    /** All upstreams answer not found for {@code module}, but cached versions are still served. */
    record ModuleGone(String repository, String module) implements Event {}

    /**
     * An upstream's version list was compared with those of others.
     *
     * @param repository whose upstream it is
     * @param subject the module of the versions
     * @param has the newest existing versions that it lists
     * @param lacks the newest existing versions that it does not list
     * @param asked whether that was for a client's request; else it was the server's own check
     */
    record Listed(
            String repository, String upstream, String subject, List<String> has, List<String> lacks, boolean asked)
            implements Event {}

    /**
     * The health of an upstream in one class of traffic has changed.
     *
     * @param traffic the class of traffic, in lower case
     * @param from the state it leaves
     * @param to the state it enters
     * @param why the reason, for people
     */
    record HealthChanged(String upstream, String traffic, CircuitState from, CircuitState to, String why)
            implements Event {}

    /**
     * A configuration was read while the server runs.
     *
     * @param source its source, for people
     * @param taken whether it is in force now; if not, nothing has changed
     * @param said the changes, or every mistake
     */
    record Configured(String source, boolean taken, List<String> said) implements Event {}

    /**
     * An operator switched something.
     *
     * @param what what was switched: {@code offline}, an upstream …
     * @param to its new state, as in {@code drained}
     * @param by
     * the caller's name
     */
    record Switched(String what, String to, String by) implements Event {}

    /** The checksum database {@code database} has signed two histories; {@code evidence} holds both signed heads. */
    record Forked(String database, String evidence) implements Event {}

    /**
     * The store removed entries.
     *
     * @param entries how many
     * @param bytes the size of their files
     * @param left how many bytes the store has now
     */
    record Collected(long entries, long bytes, long left) implements Event {}

    /** {@code source} sent its latest tree head of {@code database}; {@code behind} if it is over a day old. */
    record HeadTold(String database, String source, boolean behind, long size) implements Event {}

    /**
     * An alert began to fire, or was resolved.
     *
     * @param subject the upstream, repository or database it is about
     * @param firing whether it fires; else it is resolved
     * @param since when it began
     * @param message what is wrong, for people
     * @param advice what to do about it; what remains to do, if it is resolved
     */
    record Alert(AlertRule rule, String subject, boolean firing, Instant since, String message, String advice)
            implements Event {
        /** The alert's id, the same for all its events: {@code upstream-out/aliyun}. */
        public String id() {
            return rule.written() + "/" + subject;
        }
    }

    /**
     * A message to a webhook was delivered, or is lost.
     *
     * @param webhook its name
     * @param said what happened, for people; contains no secrets
     */
    record Delivery(String webhook, DeliveryResult result, String said) implements Event {}

    /**
     * A fault that an operator should know of; {@code subject} names the affected thing, {@code store} if fetched files cannot
     * be stored or stored files cannot be read.
     */
    record Alarm(String subject, String what, @Nullable Throwable cause) implements Event {}

    /** Something worth a line in the log. */
    record LogNote(String subject, String what) implements Event {}

    /**
     * An upstream was probed.
     *
     * @param traffic the class of traffic, in lower case; {@code connection} if only a connection was made
     */
    record Probed(String upstream, String traffic, boolean well, String said) implements Event {}

    /**
     * An extra request, beyond the minimum that an answer needs, was due.
     *
     * @param granted whether the budget had room for it
     */
    record Extra(ExtraReason why, String traffic, boolean granted) implements Event {}
}
