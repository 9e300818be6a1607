package dev.breakwater.format.oci.name;

import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.ownership.NamePattern;
import java.util.List;

/** Patterns of tags, such as {@code v*}; case is ignored. */
public final class TagPatterns {
    private final List<NamePattern> patterns;

    /**
     * These patterns.
     *
     * @throws IllegalArgumentException if one is malformed; settings that were read have no such mistake
     */
    public TagPatterns(List<String> patterns) {
        this.patterns = patterns.stream().map(NamePattern::parse).toList();
    }

    /** Whether one of them matches {@code tag}. */
    public boolean matches(Tag tag) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(tag.text()));
    }
}
