package dev.breakwater.format.go.checksum;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.sumdb.Database;
import dev.breakwater.sumdb.LookupResult;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statements of one checksum database about modules. Its replies to look-ups are resources like any other: cached,
 * coalesced, failed over; a reply counts only if the database itself proves it.
 */
public final class DatabaseChecksums implements Checksums {
    private static final int LARGEST = 2 * 1024 * 1024;
    private static final int MOST_SAID = 500;

    private record LookupSubject(ModulePath module, Version version) {}

    private final Database database;
    private final DatabaseResources resources;
    private final Fetcher fetcher;
    private final Cache<LookupSubject, Recorded> known =
            Caffeine.newBuilder().maximumSize(10_000).build();

    public DatabaseChecksums(Database database, DatabaseResources resources, Fetcher fetcher) {
        this.database = database;
        this.resources = resources;
        this.fetcher = fetcher;
    }

    @Override
    public ChecksumStatement record(ModulePath module, Version version) throws InterruptedException {
        LookupSubject subject = new LookupSubject(module, version);
        Recorded before = known.getIfPresent(subject);
        if (before != null) {
            return before;
        }
        Answer answer = fetcher.get(resources.lookup(module, version, verifier(module, version)), Caller.ANYBODY);
        return switch (answer) {
            case Answer.Held held -> recorded(subject, held);
            case Answer.Absent absent ->
                new NotRecorded(database.key().name() + " has no record of " + module + "@" + version);
            case Answer.Trouble trouble when trouble.wrong() -> new Lied(lie(trouble));
            case Answer.Trouble trouble -> new SourcesDown(database.key().name() + " is unavailable");
            case Answer.Done _, Answer.Refused _, Answer.Malformed _ ->
                throw new IllegalStateException("a fetch never ends so: " + answer);
        };
    }

    private String lie(Answer.Trouble trouble) {
        String said = trouble.said().stream()
                .map(each -> each.upstream() + " " + each.said())
                .collect(Collectors.joining("; "));
        return "a source of " + database.key().name() + " lied: "
                + (said.length() > MOST_SAID ? said.substring(0, MOST_SAID) + "…" : said);
    }

    private ChecksumStatement recorded(LookupSubject subject, Answer.Held held) throws InterruptedException {
        Recorded fresh = known.getIfPresent(subject);
        byte[] reply = AnswerBytes.bytes(held, LARGEST);
        if (fresh != null) {
            return fresh;
        }
        return switch (judge(subject, reply)) {
            case LookupResult.Authentic a -> remember(subject, a);
            case LookupResult.Forged(String why) -> new SourcesDown("the stored reply can't be proven: " + why);
            case LookupResult.Unknown(String why, boolean lied) -> lied ? new Lied(why) : new SourcesDown(why);
        };
    }

    private LookupResult judge(LookupSubject subject, byte[] reply) throws InterruptedException {
        return database.lookup(subject.module().plain(), subject.version().text(), reply);
    }

    private Recorded remember(LookupSubject subject, LookupResult.Authentic authentic) {
        String by = database.key().name() + " #" + authentic.id();
        Recorded made = new Recorded(authentic.zip(), authentic.goMod(), by);
        known.put(subject, made);
        return made;
    }

    /** Asks for the newest tree head, or takes one received within the last minute; does not keep its body. */
    Answer hearHead() throws InterruptedException {
        Answer head = fetcher.get(resources.latest(database), Caller.ANYBODY);
        if (head instanceof Answer.Held held) {
            held.body().release();
        }
        return head;
    }

    /** Tells right replies to a look-up from wrong ones. */
    Verifier verifier(ModulePath module, Version version) {
        LookupSubject subject = new LookupSubject(module, version);
        return Verifier.of(LARGEST, () -> whole -> verdict(subject, whole));
    }

    private Verdict verdict(LookupSubject subject, Content whole) throws InterruptedException {
        Optional<byte[]> reply = read(whole);
        if (reply.isEmpty()) {
            return Verdict.Rejected.contradiction("it is larger than any record");
        }
        resources.begin(fetcher, database);
        return switch (judge(subject, reply.get())) {
            case LookupResult.Authentic a ->
                new Verdict.Verified(remember(subject, a).by());
            case LookupResult.Forged(String why) -> Verdict.Rejected.contradiction(why);
            case LookupResult.Unknown(String why, boolean lied) -> new Verdict.Unverifiable(why, "", lied);
        };
    }

    private static Optional<byte[]> read(Content whole) {
        try {
            return whole.size() > LARGEST ? Optional.empty() : Optional.of(whole.bytes(LARGEST));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("reading back the received bytes", e);
        }
    }
}
