package dev.breakwater.format.npm.document;

import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.signature.RegistrySignature;
import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.format.npm.tarball.Integrity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is true of a package, given what several registries say and what was believed before. A version is believed if a
 * known key signed its integrity, if it was believed before with that integrity, if registries of enough failure domains name it
 * with the same integrity, or if the authority does. Nothing is ever decided by which registry answered first.
 */
final class DocumentMerge {
    /** How many versions that were not believed before have their signatures checked, 0.1 ms each. */
    private static final int MOST_CHECKED = 100;

    /** One lookup takes a request: an attacker must not cause thousands. */
    private static final int MOST_LOOKUPS = 5;

    /** Looks up single versions. */
    @FunctionalInterface
    interface VersionLookup {
        /** The integrities of {@code versions} by their own records; those without one that is believed in time are missing. */
        Map<String, Integrity> integrities(List<String> versions) throws InterruptedException;
    }

    /** A version that one statement names. */
    private record NamedClaim(int statement, VersionClaim version) {}

    private final PackageName name;
    private final List<DocumentStatement> statements;
    private final int wanted;
    private final SigningKeys keys;
    private final VersionLookup lookup;
    private final Map<String, Integer> chosen = new LinkedHashMap<>();
    private final Set<String> wrong = new LinkedHashSet<>();
    private final Map<String, String> dropped = new LinkedHashMap<>();
    private final List<String> disagreements = new ArrayList<>();
    private boolean contested;
    private boolean waiting;

    /**
     * Of {@code statements} about {@code name}.
     *
     * @param wanted how many failure domains must confirm what nothing else proves
     */
    DocumentMerge(
            PackageName name, List<DocumentStatement> statements, int wanted, SigningKeys keys, VersionLookup lookup) {
        this.name = name;
        this.statements = statements;
        this.wanted = wanted;
        this.keys = keys;
        this.lookup = lookup;
    }

    /** Decides. */
    MergedDocument merge() throws InterruptedException {
        Map<String, List<NamedClaim>> versions = new LinkedHashMap<>();
        for (int i = 0; i < statements.size(); i++) {
            int statement = i;
            statements
                    .get(i)
                    .summary()
                    .versions()
                    .forEach((version, claim) -> versions.computeIfAbsent(version, _ -> new ArrayList<>(3))
                            .add(new NamedClaim(statement, claim)));
        }
        dropForged(versions);
        boolean complete = currentDomains() >= wanted;
        List<String> doubtful = new ArrayList<>();
        for (Map.Entry<String, List<NamedClaim>> each : versions.entrySet()) {
            List<NamedClaim> claims = each.getValue();
            boolean heldAlone = claims.stream().allMatch(this::held);
            // one registry that lacks a version lags; if all that are needed lack it, it was withdrawn
            if (!heldAlone || !complete) {
                decide(each.getKey(), claims, doubtful);
            }
        }
        lookUp(doubtful, versions);
        Map<String, Instant> times = TimeMerge.of(statements, chosen.keySet());
        Instant modified = statements.stream()
                .filter(statement -> !statement.held() || currentDomains() == 0)
                .map(statement -> statement.summary().changed())
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        TagMerge tags = new TagMerge(statements, chosen.keySet());
        Map<String, String> tagged = tags.decide();
        contested |= !tags.disagreements().isEmpty();
        disagreements.addAll(tags.disagreements());
        boolean withheld = chosen.isEmpty()
                && statements.stream()
                        .anyMatch(statement -> !statement.summary().versions().isEmpty());
        Set<String> attested = AttestedVersions.of(statements, chosen, wanted);
        return new MergedDocument(chosen, tagged, times, tarballs(), attested, withheld, base(), modified);
    }

    /** A registry that is the only one may keep them where it wants; of several, each has them at the usual path. */
    private Map<String, String> tarballs() {
        Map<String, String> tarballs = new LinkedHashMap<>();
        if (statements.stream().filter(statement -> !statement.held()).count() == 1) {
            chosen.forEach((version, statement) -> {
                VersionClaim claim =
                        statements.get(statement).summary().versions().get(version);
                if (claim != null
                        && !claim.tarball().isEmpty()
                        && !statements.get(statement).held()) {
                    tarballs.put(version, claim.tarball());
                }
            });
        }
        return tarballs;
    }

    private int currentDomains() {
        return (int) statements.stream()
                .filter(statement -> !statement.held())
                .map(DocumentStatement::domain)
                .distinct()
                .count();
    }

    private boolean held(NamedClaim claim) {
        return statements.get(claim.statement()).held();
    }

    /** Whether another registry might settle what they differ in. */
    boolean contested() {
        return contested;
    }

    /** The registries that are proven wrong. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** What was left out of which registry's statement. */
    Map<String, String> dropped() {
        return dropped;
    }

    /** What they differ in, for an operator. */
    String disagreement() {
        int shown = 3;
        String some = disagreements.stream().limit(shown).collect(Collectors.joining("; "));
        return disagreements.size() > shown ? some + "; and " + (disagreements.size() - shown) + " more" : some;
    }

    private void decide(String version, List<NamedClaim> claims, List<String> doubtful) {
        List<List<NamedClaim>> groups = byIntegrity(claims);
        if (groups.size() == 1) {
            List<NamedClaim> only = groups.getFirst();
            if (believed(only) || signed(version, only)) {
                chosen.put(version, manifest(only));
            } else {
                doubtful.add(version);
            }
            return;
        }
        List<NamedClaim> right = winner(version, groups);
        if (right == null) {
            contested = true;
            disagreements.add(version + " has " + groups.size() + " integrities, and none is proven: " + said(groups));
            return;
        }
        disagreements.add(version + " has " + groups.size() + " integrities: " + said(groups));
        boolean proven = signed(version, right) || domains(right).size() > 1;
        groups.stream()
                .filter(group -> !group.equals(right))
                .flatMap(List::stream)
                .forEach(claim -> {
                    if (proven && !held(claim)) {
                        wrong.add(statements.get(claim.statement()).origin());
                    }
                });
        chosen.put(version, manifest(right));
    }

    private String said(List<List<NamedClaim>> groups) {
        return groups.stream()
                .map(group -> group.getFirst().version().integrity() + " by "
                        + group.stream()
                                .map(claim -> statements.get(claim.statement()).origin())
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining(", "));
    }

    private static List<List<NamedClaim>> byIntegrity(List<NamedClaim> claims) {
        List<List<NamedClaim>> groups = new ArrayList<>(1);
        for (NamedClaim claim : claims) {
            groups.stream()
                    .filter(group -> group.getFirst()
                            .version()
                            .integrity()
                            .agrees(claim.version().integrity()))
                    .findFirst()
                    .orElseGet(() -> {
                        List<NamedClaim> group = new ArrayList<>(2);
                        groups.add(group);
                        return group;
                    })
                    .add(claim);
        }
        return groups;
    }

    /** Signed, else believed before, else said by enough, else by the authority; null if that is none or several. */
    private @Nullable List<NamedClaim> winner(String version, List<List<NamedClaim>> groups) {
        List<List<NamedClaim>> signed =
                groups.stream().filter(group -> signed(version, group)).toList();
        if (!signed.isEmpty()) {
            return signed.size() == 1 ? signed.getFirst() : null;
        }
        for (List<NamedClaim> group : groups) {
            if (group.stream().anyMatch(this::held)) {
                return group;
            }
        }
        List<List<NamedClaim>> confirmed =
                groups.stream().filter(group -> domains(group).size() > 1).toList();
        if (!confirmed.isEmpty()) {
            return confirmed.size() == 1 ? confirmed.getFirst() : null;
        }
        return groups.stream().filter(this::authoritative).findFirst().orElse(null);
    }

    private boolean authoritative(List<NamedClaim> group) {
        return group.stream()
                .anyMatch(claim -> statements.get(claim.statement()).authority());
    }

    private Set<String> domains(List<NamedClaim> group) {
        Set<String> domains = new HashSet<>();
        for (NamedClaim claim : group) {
            if (!held(claim)) {
                domains.add(statements.get(claim.statement()).domain());
            }
        }
        return domains;
    }

    private boolean believed(List<NamedClaim> group) {
        return domains(group).size() >= wanted || group.stream().anyMatch(this::held) || authoritative(group);
    }

    /**
     * Leaves out what claims a signature by a known key that is wrong, of the newest versions that were not believed before: two
     * registries that agree on it are wrong as well. Documents list versions in the order of their publication.
     */
    private void dropForged(Map<String, List<NamedClaim>> versions) {
        List<String> unknown = versions.entrySet().stream()
                .filter(each -> each.getValue().stream().noneMatch(this::held))
                .map(Map.Entry::getKey)
                .toList();
        for (String version : unknown.subList(Math.max(0, unknown.size() - MOST_CHECKED), unknown.size())) {
            List<NamedClaim> claims = Objects.requireNonNull(versions.get(version));
            claims.removeIf(claim -> finding(version, claim) == SigningKeys.SignatureFinding.FORGED);
            if (claims.isEmpty()) {
                contested = true;
                versions.remove(version);
            }
        }
    }

    private SigningKeys.SignatureFinding finding(String version, NamedClaim claim) {
        List<String> hashes = claim.version().integrity().hashes();
        if (claim.version().signatures().isEmpty() || hashes.isEmpty()) {
            return SigningKeys.SignatureFinding.UNSIGNED;
        }
        DocumentStatement statement = statements.get(claim.statement());
        String message = RegistrySignature.message(name.text(), version, String.join(" ", hashes));
        SigningKeys.SignatureFinding finding = keys.check(
                message,
                statement.summary().times().get(version),
                claim.version().signatures());
        if (finding == SigningKeys.SignatureFinding.FORGED) {
            dropped.put(statement.origin(), version + ", whose signature is wrong");
        }
        return finding;
    }

    /** Whether a claim of the group is signed, and none is forged; takes 0.1 ms each: only if nothing else decides. */
    private boolean signed(String version, List<NamedClaim> group) {
        boolean signed = false;
        for (NamedClaim claim : group) {
            signed |= finding(version, claim) == SigningKeys.SignatureFinding.SIGNED;
        }
        return signed;
    }

    /**
     * Of manifests for the same bytes, the one that two registries have; else the authority's; else the one that was believed
     * before; else that of the newest document.
     */
    private int manifest(List<NamedClaim> group) {
        Map<Long, List<NamedClaim>> alike = new LinkedHashMap<>();
        group.forEach(claim -> alike.computeIfAbsent(claim.version().manifest(), _ -> new ArrayList<>(2))
                .add(claim));
        List<NamedClaim> best = alike.size() == 1 ? group : best(alike.values());
        return best.stream()
                .max(Comparator.<NamedClaim, Boolean>comparing(
                                claim -> statements.get(claim.statement()).authority())
                        .thenComparingInt(claim -> claim.version().evidence())
                        .thenComparing(claim -> !held(claim))
                        .thenComparing(Comparator.<NamedClaim>comparingInt(NamedClaim::statement)
                                .reversed()))
                .map(NamedClaim::statement)
                .orElseThrow();
    }

    private List<NamedClaim> best(Collection<List<NamedClaim>> different) {
        for (List<NamedClaim> some : different) {
            if (domains(some).size() > 1) {
                return some;
            }
        }
        for (List<NamedClaim> some : different) {
            if (authoritative(some)) {
                return some;
            }
        }
        contested |= different.stream()
                        .filter(some -> !some.stream().allMatch(this::held))
                        .count()
                > 1;
        for (List<NamedClaim> some : different) {
            if (some.stream().anyMatch(this::held)) {
                return some;
            }
        }
        return different.stream()
                .max(Comparator.comparing(some -> some.stream()
                        .map(claim ->
                                statements.get(claim.statement()).summary().changed())
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.MIN)))
                .orElseThrow();
    }

    /** The newest ones that one registry alone names are looked up on their own; the others are not shown yet. */
    private void lookUp(List<String> doubtful, Map<String, List<NamedClaim>> versions) throws InterruptedException {
        List<String> newest = doubtful.reversed().stream().limit(MOST_LOOKUPS).toList();
        Map<String, Integrity> found = newest.isEmpty() ? Map.of() : lookup.integrities(newest);
        for (String version : newest) {
            List<NamedClaim> claims = Objects.requireNonNull(versions.get(version));
            Integrity integrity = found.get(version);
            if (integrity != null
                    && integrity.agrees(claims.getFirst().version().integrity())) {
                chosen.put(version, manifest(claims));
            } else {
                waiting = true;
            }
        }
        waiting |= doubtful.size() > newest.size();
    }

    /** Whether a version was left out that may be believed later. */
    boolean waits() {
        return waiting;
    }

    /** The statement that most are like in everything else; else the authority's, else the newest. */
    private int base() {
        Map<Long, Set<String>> domains = new HashMap<>();
        statements.forEach(
                statement -> domains.computeIfAbsent(statement.summary().rest(), _ -> new HashSet<>())
                        .add(statement.domain()));
        Comparator<Integer> order = Comparator.<Integer>comparingInt(i -> Math.min(
                        2,
                        Objects.requireNonNull(
                                        domains.get(statements.get(i).summary().rest()))
                                .size()))
                .thenComparing(i -> statements.get(i).authority())
                .thenComparing(i -> !statements.get(i).held())
                .thenComparing(i -> statements.get(i).summary().changed())
                .thenComparing(Comparator.<Integer>naturalOrder().reversed());
        return IntStream.range(0, statements.size()).boxed().max(order).orElseThrow();
    }
}
