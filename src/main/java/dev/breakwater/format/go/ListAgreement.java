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
 * The union of several mirrors' lists. A version that only one mirror lists must exist by other evidence, and the newest must
 * have an info, however many list it. Lines without a canonical version of the module are left out, and pseudo-versions too,
 * as the protocol requires, though some mirrors list them.
 */
record ListAgreement(String repository, ModulePath module, Existence existence, Events events) implements Agreement {
    /** How many of the newest versions to compare between mirrors: a lagging mirror lacks these. */
    private static final int NEWEST = 16;

    /** How many of the newest versions to check, if one after another does not exist. */
    private static final int MOST_DENIED = 5;

    @Override
    public long largest() {
        return VersionList.LARGEST;
    }

    @Override
    public String unusable(Content content) throws IOException {
        return VersionList.tooMany(bytes(content));
    }

    @Override
    public String malformed(Content content) throws IOException {
        return VersionList.fault(bytes(content));
    }

    /** An empty list, or one with other lines, could be any text. */
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
        // A mirror that lists versions no mirror has may also omit existing ones: then ask one more.
        boolean enough = !alone && (denied.isEmpty() || words.size() > wanted);
        return new Merged(
                VersionList.text(shown), enough, List.of(), disagreement(lone, existing) + disagreement(denied));
    }

    /** Removes the newest version as long as it does not exist: clients would use it next. */
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

    /** Publishes for each mirror which of the newest existing versions it has; a single one can't be compared. */
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
        return denied.isEmpty() ? "" : "; " + denied + " are listed, but no mirror has them";
    }

    private static String disagreement(List<Version> lone, Set<Version> existing) {
        return lone.isEmpty()
                ? ""
                : lone.size() + " versions are listed by one mirror only, such as " + lone.getFirst() + "; "
                        + existing.size() + " of them exist";
    }
}
