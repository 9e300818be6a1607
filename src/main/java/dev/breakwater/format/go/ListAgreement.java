package dev.breakwater.format.go;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Agreement;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionList;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Unites the lists of several mirrors. A version that one mirror alone names must exist by other evidence, and the newest
 * must not be denied by its own info, however many name it. Lines that are no canonical version of the module are left out, and pseudo-versions too,
 * as the protocol has it, though mirrors in the wild list them.
 */
record ListAgreement(String repository, ModulePath module, Existence existence, Events events) implements Agreement {
    /** Of so many versions, the newest, it is told who has them: whoever lags lacks these. */
    private static final int NEWEST = 16;

    /** So many of the newest are looked into, where one after another does not exist. */
    private static final int MOST_DENIED = 5;

    @Override
    public long largest() {
        return VersionList.LARGEST;
    }

    @Override
    public String excess(Content content) throws IOException {
        return VersionList.tooMany(bytes(content));
    }

    @Override
    public String malformed(Content content) throws IOException {
        return VersionList.fault(bytes(content));
    }

    /** A list of nothing, or with lines of another kind, could be any text. */
    @Override
    public boolean unmistakable(Content content) throws IOException {
        return VersionList.isList(bytes(content));
    }

    private static byte[] bytes(Content content) throws IOException {
        return content.bytes(VersionList.LARGEST);
    }

    @Override
    public Merged merge(MergeRequest request) throws InterruptedException {
        List<Statement> words = request.statements();
        int wanted = request.wanted();
        Map<Version, Integer> named = new HashMap<>();
        for (Statement word : words) {
            VersionList.versions(word.bytes(), module).forEach(v -> named.merge(v, 1, Integer::sum));
        }
        boolean alone = words.size() < wanted;
        Set<Version> shown = new TreeSet<>();
        List<Version> lone = new ArrayList<>();
        named.forEach((version, times) -> {
            if (alone || times >= wanted) {
                shown.add(version);
            } else {
                lone.add(version);
            }
        });
        Set<Version> existing = existence.among(module, lone);
        shown.addAll(existing);
        List<Version> denied = wanted > 1 ? dropDenied(shown) : List.of();
        if (words.size() > 1) {
            compare(words, shown);
        }
        // Who names what nobody has may have left out what there is: then one more is heard.
        boolean enough = !alone && (denied.isEmpty() || words.size() > wanted);
        return new Merged(
                VersionList.text(shown), enough, List.of(), disagreement(lone, existing) + disagreement(denied));
    }

    /** Takes the newest away as long as it does not exist; what clients would use next is the newest. */
    private List<Version> dropDenied(Set<Version> shown) throws InterruptedException {
        List<Version> denied = new ArrayList<>();
        List<Version> newestFirst = shown.stream()
                .sorted(Version.FOR_LATEST.reversed())
                .limit(MOST_DENIED)
                .toList();
        for (Version newest : newestFirst) {
            if (!existence.denied(module, newest)) {
                break;
            }
            denied.add(newest);
            shown.remove(newest);
        }
        return denied;
    }

    /** Tells of each mirror what it has of the newest versions that exist; of one alone there is nothing to compare. */
    private void compare(List<Statement> words, Set<Version> shown) {
        List<Version> newest =
                shown.stream().skip(Math.max(0, shown.size() - NEWEST)).toList();
        for (Statement word : words) {
            Set<String> texts = newest.stream().map(Version::text).collect(Collectors.toSet());
            Set<String> named =
                    VersionList.words(word.bytes()).filter(texts::contains).collect(Collectors.toSet());
            events.publish(new Event.Listed(
                    repository,
                    word.origin(),
                    module.plain(),
                    newest.stream().map(Version::text).filter(named::contains).toList(),
                    newest.stream()
                            .map(Version::text)
                            .filter(v -> !named.contains(v))
                            .toList(),
                    true));
        }
    }

    private static String disagreement(List<Version> denied) {
        return denied.isEmpty() ? "" : "; " + denied + " are listed, and nobody has them";
    }

    private static String disagreement(List<Version> lone, Set<Version> existing) {
        return lone.isEmpty()
                ? ""
                : lone.size() + " versions are named by one mirror alone, as " + lone.getFirst() + "; "
                        + existing.size() + " of them are shown to exist";
    }
}
