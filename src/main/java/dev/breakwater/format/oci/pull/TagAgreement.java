package dev.breakwater.format.oci.pull;

import dev.breakwater.fetch.Agreement;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Standing;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which digest a tag stands for: the one that registries of two failure domains name. If no two of all agree, the
 * authority decides; without one the digest of before, if a registry still names it; else the first is served, unconfirmed. A
 * registry that names another digest is behind, or ahead, and not at fault: tags move.
 *
 * <p>A digest that no registry can deliver was no word: the others count, and if there are none, the tag stands for what it stood
 * for. So a tag never leads from a manifest that is held here to one that is not.
 *
 * @param authorities the names of the registries whose word decides
 * @param pinned whether a tag that was confirmed never moves
 * @param delivery brings the manifests
 */
record TagAgreement(Set<String> authorities, boolean pinned, ManifestDelivery delivery) implements Agreement {
    private static final int LONGEST = 256;

    @Override
    public long largest() {
        return LONGEST;
    }

    @Override
    public String malformed(Content content) throws IOException {
        return digest(content.bytes(LONGEST)).isEmpty() ? "names no digest" : "";
    }

    @Override
    public Merged merge(MergeRequest request) throws InterruptedException, IOException {
        Map<String, String> named = new LinkedHashMap<>();
        Map<String, Set<String>> domains = new LinkedHashMap<>();
        for (Statement statement : request.statements()) {
            String digest = text(statement.bytes());
            named.put(statement.origin(), digest);
            Set<String> saying = domains.computeIfAbsent(digest, _ -> new HashSet<>());
            if (!statement.head().stale()) {
                saying.add(statement.domain());
            }
        }
        String disagreement = domains.size() > 1 ? shown(named) : "";
        Entry entry = request.held();
        String held = entry == null ? "" : text(entry.bytes(LONGEST));
        boolean wasConfirmed = entry != null && entry.meta().standing() == Standing.CONFIRMED;
        if (pinned && wasConfirmed) {
            boolean moved = domains.size() > 1 || !domains.containsKey(held);
            return merged(held, true, moved ? "the tag is pinned to " + held + ", but " + shown(named) : "");
        }
        String agreed = domains.entrySet().stream()
                .filter(each -> each.getValue().size() >= request.wanted())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        if (!agreed.isEmpty() && isDelivered(agreed)) {
            return merged(agreed, true, disagreement);
        }
        if (!request.last()) {
            return merged(named.values().iterator().next(), false, disagreement);
        }
        Set<String> decisive = new LinkedHashSet<>();
        authorities.stream().map(named::get).filter(Objects::nonNull).forEach(decisive::add);
        if (wasConfirmed && domains.containsKey(held)) {
            decisive.add(held);
        }
        return undecided(decisive, domains.keySet(), held, disagreement);
    }

    /** No two agree on a digest that can be delivered: the first of {@code decisive} counts, else the first of {@code all}. */
    private Merged undecided(Set<String> decisive, Set<String> all, String held, String disagreement)
            throws InterruptedException {
        Set<String> candidates = new LinkedHashSet<>(decisive);
        candidates.addAll(all);
        for (String candidate : candidates) {
            if (isDelivered(candidate)) {
                return merged(candidate, all.size() > 1 && decisive.contains(candidate), disagreement);
            }
        }
        return held.isEmpty() ? merged(all.iterator().next(), false, disagreement) : merged(held, false, disagreement);
    }

    private boolean isDelivered(String digest) throws InterruptedException {
        Optional<ContentDigest> wellFormed = ContentDigest.parse(digest);
        return wellFormed.isPresent() && delivery.brings(wellFormed.get());
    }

    private static Merged merged(String digest, boolean confirmed, String disagreement) {
        byte[] line = (digest + "\n").getBytes(StandardCharsets.US_ASCII);
        return new Merged(line, confirmed, List.of(), disagreement);
    }

    private static String shown(Map<String, String> named) {
        return named.entrySet().stream()
                .map(each -> each.getKey() + " names " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String text(byte[] statement) {
        return digest(statement).map(ContentDigest::text).orElse("");
    }

    /** The digest in a statement, or in what was agreed on. */
    static Optional<ContentDigest> digest(byte[] statement) {
        return ContentDigest.parse(new String(statement, StandardCharsets.US_ASCII).strip());
    }
}
