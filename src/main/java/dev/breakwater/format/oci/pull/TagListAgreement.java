package dev.breakwater.format.oci.pull;

import dev.breakwater.fetch.Agreement;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/** Unites the tags that registries list: one that lags has fewer of them. */
record TagListAgreement() implements Agreement {
    private static final int LARGEST = 16 << 20;

    @Override
    public long largest() {
        return LARGEST;
    }

    @Override
    public String malformed(Content content) throws IOException {
        return text(content.bytes(LARGEST))
                        .lines()
                        .allMatch(line -> Tag.parse(line).isPresent())
                ? ""
                : "has no tags";
    }

    @Override
    public Merged merge(MergeRequest request) {
        TreeSet<String> all = new TreeSet<>();
        request.statements().forEach(each -> text(each.bytes()).lines().forEach(all::add));
        StringBuilder lines = new StringBuilder();
        for (String tag : all) {
            if (lines.length() + tag.length() >= LARGEST) {
                break;
            }
            lines.append(tag).append('\n');
        }
        boolean confirmed =
                request.statements().stream().map(Statement::domain).distinct().count() >= request.wanted();
        return new Merged(lines.toString().getBytes(StandardCharsets.US_ASCII), confirmed, List.of(), "");
    }

    private static String text(byte[] lines) {
        return new String(lines, StandardCharsets.US_ASCII);
    }
}
