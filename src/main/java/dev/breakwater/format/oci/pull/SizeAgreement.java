package dev.breakwater.format.oci.pull;

import dev.breakwater.fetch.Agreement;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides how long a blob is that is not here, which no digest proves: as long as registries of two failure domains say. If no two
 * agree, the first counts, unconfirmed.
 */
record SizeAgreement() implements Agreement {
    private static final int LONGEST = 20;

    @Override
    public long largest() {
        return LONGEST;
    }

    @Override
    public String malformed(Content content) throws IOException {
        return text(content.bytes(LONGEST)).matches("[0-9]{1,18}") ? "" : "is not a number";
    }

    @Override
    public Merged merge(MergeRequest request) {
        Map<String, Set<String>> domains = new LinkedHashMap<>();
        for (Statement statement : request.statements()) {
            domains.computeIfAbsent(text(statement.bytes()), _ -> new HashSet<>())
                    .add(statement.domain());
        }
        String agreed = domains.entrySet().stream()
                .filter(each -> each.getValue().size() >= request.wanted())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        String size = agreed.isEmpty() ? domains.keySet().iterator().next() : agreed;
        String differ = domains.size() < 2
                ? ""
                : request.statements().stream()
                        .map(each -> each.origin() + " says " + text(each.bytes()) + " bytes")
                        .collect(Collectors.joining(", "));
        byte[] line = (size + "\n").getBytes(StandardCharsets.US_ASCII);
        return new Merged(line, !agreed.isEmpty(), List.of(), differ);
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.US_ASCII).strip();
    }
}
