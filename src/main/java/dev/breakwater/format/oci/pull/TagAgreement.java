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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which digest a tag stands for: the one that registries of two failure domains name. If no two agree, the authority
 * decides; without one the digest of before, if a registry still names it; else the first is served, unconfirmed. A registry that
 * names another digest is behind, or ahead, and not at fault: tags move.
 *
 * @param authorities the names of the registries whose word decides
 * @param pinned whether a tag that was confirmed never moves
 */
record TagAgreement(Set<String> authorities, boolean pinned) implements Agreement {
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
    public Merged merge(MergeRequest request) throws IOException {
        Map<String, Set<String>> domains = new LinkedHashMap<>();
        Map<String, String> named = new LinkedHashMap<>();
        for (Statement statement : request.statements()) {
            String digest = text(statement.bytes());
            named.put(statement.origin(), digest);
            domains.computeIfAbsent(digest, _ -> new HashSet<>());
            if (!statement.head().stale()) {
                domains.get(digest).add(statement.domain());
            }
        }
        String before = before(request.held());
        String disagreement = domains.size() > 1 ? shown(named) : "";
        if (pinned && before != null) {
            boolean moved = named.values().stream().anyMatch(digest -> !digest.equals(before));
            return merged(before, true, moved ? "the tag is pinned to " + before + ", but " + shown(named) : "");
        }
        Optional<String> agreed = domains.entrySet().stream()
                .filter(each -> each.getValue().size() >= request.wanted())
                .map(Map.Entry::getKey)
                .findFirst();
        if (agreed.isPresent()) {
            return merged(agreed.get(), true, disagreement);
        }
        Optional<String> authority = authorities.stream()
                .map(named::get)
                .filter(digest -> digest != null)
                .findFirst();
        if (authority.isPresent()) {
            return merged(authority.get(), domains.size() > 1, disagreement);
        }
        return before != null && domains.containsKey(before)
                ? merged(before, domains.size() > 1, disagreement)
                : merged(domains.keySet().iterator().next(), false, disagreement);
    }

    private static Merged merged(String digest, boolean confirmed, String disagreement) {
        byte[] line = (digest + "\n").getBytes(StandardCharsets.US_ASCII);
        return new Merged(line, confirmed, List.of(), disagreement);
    }

    private static @Nullable String before(@Nullable Entry held) throws IOException {
        return held == null || held.meta().standing() != Standing.CONFIRMED ? null : text(held.bytes(LONGEST));
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
