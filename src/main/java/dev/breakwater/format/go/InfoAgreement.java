package dev.breakwater.format.go;

import dev.breakwater.fetch.Agreement;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Parsed;
import dev.breakwater.format.go.module.PseudoVersion;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.module.VersionInfo;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The agreement about one version's info from several mirrors: version and instant must be the same; of equal infos the fuller
 * one is used. If the request is for a name such as a branch, the newest version counts that exists by more than one mirror's
 * word, and that is found under its own name.
 */
final class InfoAgreement implements Agreement {
    /** One parsed statement. */
    private record Said(Statement word, VersionInfo info) {}

    private static final int LARGEST = 64 * 1024;

    private final ModulePath module;

    /** The requested version; null if the request asks which one. */
    private final @Nullable Version version;

    private final @Nullable Existence existence;

    private InfoAgreement(ModulePath module, @Nullable Version version, @Nullable Existence existence) {
        this.module = module;
        this.version = version;
        this.existence = existence;
    }

    /** For the info of {@code version}. */
    static Agreement of(ModulePath module, Version version) {
        return new InfoAgreement(module, version, null);
    }

    /** For the newest version. */
    static Agreement latest(ModulePath module, Existence existence) {
        return new InfoAgreement(module, null, existence);
    }

    /** For the version of a branch, tag or commit. */
    static Agreement query(ModulePath module, Existence existence) {
        return new InfoAgreement(module, null, existence);
    }

    @Override
    public long largest() {
        return LARGEST;
    }

    @Override
    public String malformed(Content content) throws IOException {
        return switch (VersionInfo.parse(content.bytes(LARGEST))) {
            case Parsed.Bad<VersionInfo>(String why) -> why;
            case Parsed.Ok<VersionInfo>(VersionInfo info) -> mismatch(info.version());
        };
    }

    private String mismatch(Version said) {
        if (version != null && !said.equals(version)) {
            return "it is about " + said + ", but the request was for " + version;
        }
        return module.hasCanonical(said) ? "" : said + " is not a version of " + module;
    }

    @Override
    public Merged merge(MergeRequest request) throws InterruptedException {
        List<Statement> words = request.statements();
        int wanted = request.wanted();
        List<Said> said = words.stream()
                .map(w -> new Said(w, VersionInfo.parse(w.bytes()).get()))
                .toList();
        Version meant = meant(said, wanted);
        List<Said> about =
                said.stream().filter(s -> s.info().version().equals(meant)).toList();
        boolean differ = about.size() < said.size();
        if (!differ && words.size() == wanted && denied(meant, wanted)) {
            // All resolve to a version that no mirror has: ask one more.
            return merged(
                    fullest(about, s -> true),
                    false,
                    List.of(),
                    "all mirrors resolve to " + meant + ", but none has it");
        }
        return settle(
                about,
                wanted,
                differ
                        ? "the mirrors resolve to different versions: "
                                + said.stream()
                                        .map(s -> s.word().origin() + " "
                                                + s.info().version())
                                        .toList()
                        : "");
    }

    /** The resolved version: the best one that several mirrors name and not all deny, or that exists by other evidence. */
    private Version meant(List<Said> said, int wanted) throws InterruptedException {
        List<Version> named = said.stream()
                .map(s -> s.info().version())
                .distinct()
                .sorted(Version.FOR_LATEST.reversed())
                .toList();
        for (Version candidate : named) {
            long times = said.stream()
                    .filter(s -> s.info().version().equals(candidate))
                    .count();
            boolean last = candidate.equals(named.getLast());
            if (last || believed(candidate, times >= wanted, wanted)) {
                return candidate;
            }
        }
        return named.getFirst();
    }

    private boolean believed(Version candidate, boolean agreed, int wanted) throws InterruptedException {
        return agreed ? !denied(candidate, wanted) : existence != null && existence.of(module, candidate);
    }

    private boolean denied(Version candidate, int wanted) throws InterruptedException {
        return existence != null && wanted > 1 && existence.denied(module, candidate);
    }

    /**
     * A mirror without a time doesn't count as a witness of it while another has one: a single flipped bit removes it. A
     * pseudo-version contains its own time, so one mirror with the same time is enough.
     */
    private Merged settle(List<Said> said, int wanted, String differing) {
        VersionInfo first = said.getFirst().info();
        Instant own = first.version().pseudo().flatMap(PseudoVersion::time).orElse(null);
        List<Said> timed = said.stream().filter(s -> s.info().time() != null).toList();
        List<Said> about = timed.isEmpty() ? said : timed;
        VersionInfo told = about.getFirst().info();
        if (about.stream().allMatch(s -> s.info().agreesWith(told))) {
            boolean proven = own != null && own.equals(told.time()) && said.size() >= wanted;
            boolean enough = about.size() >= wanted || proven || !differing.isEmpty();
            return merged(fullest(about, s -> true), enough, List.of(), differing + silent(said, about));
        }
        Predicate<Said> right =
                own != null ? s -> own.equals(s.info().time()) : s -> votes(about, s) * 2 > about.size();
        List<String> wrong = about.stream()
                .filter(right.negate())
                .map(s -> s.word().origin())
                .toList();
        boolean decided = wrong.size() < about.size();
        String what = "the mirrors have different times for " + first.version() + silent(said, about);
        return decided
                ? merged(fullest(about, right), true, wrong, what)
                : merged(fullest(about, s -> true), false, List.of(), what);
    }

    private static String silent(List<Said> said, List<Said> about) {
        List<String> silent = said.stream()
                .filter(s -> !about.contains(s))
                .map(s -> s.word().origin())
                .toList();
        return silent.isEmpty() ? "" : "; no time from " + String.join(", ", silent);
    }

    private static long votes(List<Said> about, Said one) {
        return about.stream()
                .filter(s -> Objects.equals(s.info().time(), one.info().time()))
                .count();
    }

    private static byte[] fullest(List<Said> about, Predicate<Said> among) {
        return about.stream()
                .filter(among)
                .map(s -> s.word().bytes())
                .max(Comparator.comparingInt(b -> b.length))
                .orElseThrow();
    }

    private static Merged merged(byte[] bytes, boolean confirmed, List<String> wrong, String disagreement) {
        return new Merged(bytes, confirmed, wrong, disagreement);
    }
}
