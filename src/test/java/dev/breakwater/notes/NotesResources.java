package dev.breakwater.notes;

import dev.breakwater.fetch.Agreement;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.fetch.FetchSource;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.Kind;
import dev.breakwater.fetch.Policy;
import dev.breakwater.fetch.Recipe;
import dev.breakwater.fetch.Resource;
import dev.breakwater.fetch.ResourceSource;
import dev.breakwater.fetch.Transform;
import dev.breakwater.repository.BaseUrl;
import dev.breakwater.store.Key;
import dev.breakwater.store.Representation;
import dev.breakwater.upstream.KeptHeaders;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.upstream.UpstreamRequest;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a repository of notes consists of. */
final class NotesResources {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int LARGEST = 1 << 20;
    private static final Policy PUBLIC =
            new Policy(Duration.ofSeconds(20), Policy.Unverified.SERVE, true, false, null, false);

    private final String repository;
    private final Tiers mirrors;
    private final Fetcher fetcher;

    NotesResources(String repository, Tiers mirrors, Fetcher fetcher) {
        this.repository = repository;
        this.mirrors = mirrors;
        this.fetcher = fetcher;
    }

    /** A version of a note, of the type that its mirror says. */
    Resource version(String path, String note) {
        UpstreamRequest asked = new UpstreamRequest(_ -> path, Map.of(), Set.of(KeptHeaders.TYPE, "x-author"));
        Verifier trust = Verifier.of(LARGEST, () -> _ -> new Verdict.Verified("the test's trust"));
        return resource(path, note, Freshness.IMMUTABLE, "", new Recipe.One(mirrors, asked, trust), PUBLIC);
    }

    /** A version that was uploaded here: no upstream is asked for it. */
    Resource own(String path, String note) {
        Recipe nowhere = new Recipe.One(
                new Tiers(repository, Selection.PRIORITY, List.of()),
                path,
                Verifier.of(LARGEST, () -> _ -> new Verdict.Verified("-")));
        return resource(path, note, Freshness.IMMUTABLE, "text/plain", nowhere, PUBLIC.forPrivate());
    }

    /** The numbers of the versions of a note, one a line, as two mirrors agree on them. */
    private FetchSource numbers(String note) {
        String path = note + "/index.txt";
        Recipe agreed = new Recipe.Agreed(mirrors, new UpstreamRequest(path).compressed(), new NumbersAgreement());
        return new ResourceSource(resource(path, note, Freshness.of(FRESH), "text/plain", agreed, PUBLIC), fetcher);
    }

    /** The versions of a note as a document that names the address of each, or in short their numbers. */
    Resource index(String note, boolean inShort, BaseUrl base) {
        Transform form = inShort
                ? new NumbersForm("numbers 1", "")
                : new NumbersForm("addresses 1", base.text() + "/" + note + "/");
        String path = note + "/index." + (inShort ? "short" : "full");
        Policy policy = inShort || base.known() ? PUBLIC : PUBLIC.notKept();
        return resource(
                path,
                note,
                Freshness.of(FRESH),
                "application/json",
                new Recipe.Derived(numbers(note), form),
                policy,
                inShort ? "" : base.text());
    }

    /** The newest version of a note, which its mirror names. */
    Resource latest(String note) {
        String path = note + "/latest.txt";
        Recipe named = new Recipe.Agreed(mirrors, path, new NumbersAgreement());
        FetchSource pointer =
                new ResourceSource(resource(path, note, Freshness.of(FRESH), "text/plain", named, PUBLIC), fetcher);
        Recipe pointed = new Recipe.Pointed(pointer, number -> {
            String version = new String(number, StandardCharsets.UTF_8).strip();
            return new ResourceSource(version(note + "/" + version + ".txt", note), fetcher);
        });
        return resource(path, note, Freshness.of(FRESH), "", pointed, PUBLIC);
    }

    private Resource resource(
            String path, String note, Freshness freshness, String type, Recipe recipe, Policy policy) {
        return resource(path, note, freshness, type, recipe, policy, "");
    }

    private Resource resource(
            String path, String note, Freshness freshness, String type, Recipe recipe, Policy policy, String variant) {
        return new Resource(
                new Key(repository, path),
                note,
                new Kind("note", freshness.immutable() ? Traffic.ARCHIVE : Traffic.METADATA),
                freshness,
                type,
                recipe,
                Derivation.NONE,
                Derivation.NONE,
                List::of,
                policy,
                variant);
    }

    /** Numbers, one a line: all that any mirror has. */
    private record NumbersAgreement() implements Agreement {
        @Override
        public String malformed(Content content) throws IOException {
            String text = new String(content.bytes(1 << 16), StandardCharsets.UTF_8);
            return text.matches("([0-9]{1,9}\n)+") ? "" : "it is not a list of numbers";
        }

        @Override
        public Merged merge(MergeRequest request) {
            Set<String> numbers = new TreeSet<>();
            request.statements()
                    .forEach(said -> new String(said.bytes(), StandardCharsets.UTF_8)
                            .lines()
                            .forEach(numbers::add));
            byte[] all = (String.join("\n", numbers) + "\n").getBytes(StandardCharsets.UTF_8);
            return new Merged(all, request.statements().size() >= request.wanted(), List.of(), "");
        }
    }

    /**
     * A JSON array of the numbers, each behind {@code prefix} and, if there is one, with {@code .txt} at its end; stored in gzip.
     * A note was last modified in the second of its newest number.
     */
    private record NumbersForm(String name, String prefix) implements Transform {
        @Override
        public String version() {
            return name + " " + prefix;
        }

        @Override
        public String coding() {
            return Representation.GZIP;
        }

        @Override
        public long largest() {
            return LARGEST;
        }

        @Override
        public Form apply(InputStream source, OutputStream form) throws IOException {
            String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            String all = text.lines()
                    .map(number -> prefix.isEmpty() ? number : '"' + prefix + number + ".txt\"")
                    .collect(Collectors.joining(",", "[", "]"));
            form.write(all.getBytes(StandardCharsets.UTF_8));
            List<Long> numbers = text.lines().map(Long::valueOf).toList();
            return new Form(
                    Instant.ofEpochSecond(Collections.max(numbers)),
                    Map.of("x-versions", Integer.toString(numbers.size())));
        }
    }
}
