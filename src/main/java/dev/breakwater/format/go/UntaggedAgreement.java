package dev.breakwater.format.go;

import dev.breakwater.fetch.Agreement;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.PseudoVersion;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionList;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The newest pseudo-version in the lists of several mirrors, chosen as the go command does from a list without other versions
 * ({@code latestFromList} of cmd/go/internal/modfetch): the time counts, not the order of versions. One that only one mirror
 * lists must exist by other evidence, and each must have an info.
 */
record UntaggedAgreement(ModulePath module, Existence existence) implements Agreement {
    /** How many of the newest to check, if one after another does not exist. */
    private static final int MOST_DENIED = 5;

    private static final Comparator<Version> BY_TIME = Comparator.<Version, Instant>comparing(
                    version -> version.pseudo().flatMap(PseudoVersion::time).orElse(Instant.MIN))
            .thenComparing(Comparator.naturalOrder());

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
            new HashSet<>(VersionList.untagged(word.bytes(), module)).forEach(v -> named.merge(v, 1, Integer::sum));
        }
        boolean alone = words.size() < wanted;
        List<Version> newest = named.keySet().stream()
                .sorted(BY_TIME.reversed())
                .limit(MOST_DENIED)
                .toList();
        for (Version version : newest) {
            boolean agreed = alone || named.getOrDefault(version, 0) >= wanted;
            if (agreed ? !existence.denied(module, version) : existence.of(module, version)) {
                // a newer one that was skipped may exist later
                return new Merged(text(version.text()), !alone, List.of(), "")
                        .lasting(version.equals(newest.getFirst()));
            }
        }
        return new Merged(text(""), !alone, List.of(), "").lasting(newest.isEmpty());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
