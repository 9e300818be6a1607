package dev.breakwater.format.npm.document;

import dev.breakwater.format.npm.name.SemanticVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which version each tag names, given what several registries say. */
final class TagMerge {
    private final List<DocumentStatement> statements;
    private final Set<String> shown;
    private final List<String> disagreements = new ArrayList<>();

    /** Of {@code statements}, with tags of the versions that are {@code shown}. */
    TagMerge(List<DocumentStatement> statements, Set<String> shown) {
        this.statements = statements;
        this.shown = shown;
    }

    /** The tags that another registry might settle, as text for an operator. */
    List<String> disagreements() {
        return disagreements;
    }

    /** The tags of versions that are shown. */
    Map<String, String> decide() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (DocumentStatement statement : statements) {
            if (!statement.held()) {
                statement.summary().tags().keySet().forEach(tag -> tags.computeIfAbsent(tag, this::tag));
            }
        }
        if (tags.isEmpty()) {
            statements.forEach(statement ->
                    statement.summary().tags().keySet().forEach(tag -> tags.computeIfAbsent(tag, this::tag)));
        }
        SemanticVersion.newest(shown).ifPresent(newest -> tags.putIfAbsent("latest", newest));
        return tags;
    }

    /** The version of {@code tag}: what all say, else the authority's, else without those that lag, else what most say. */
    private @Nullable String tag(String tag) {
        Map<String, List<DocumentStatement>> by = new LinkedHashMap<>();
        for (DocumentStatement statement : statements) {
            String version = statement.summary().tags().get(tag);
            if (version != null && !statement.held() && shown.contains(version)) {
                by.computeIfAbsent(version, _ -> new ArrayList<>(2)).add(statement);
            }
        }
        for (Map.Entry<String, List<DocumentStatement>> each : by.entrySet()) {
            if (each.getValue().stream().anyMatch(DocumentStatement::authority)) {
                return each.getKey();
            }
        }
        Map<String, List<DocumentStatement>> leading = new LinkedHashMap<>(by);
        leading.keySet().removeIf(version -> lags(version, by));
        Map<String, List<DocumentStatement>> left = leading.isEmpty() ? by : leading;
        if (left.size() == 1) {
            return left.keySet().iterator().next();
        }
        String held = heldTag(tag);
        if (left.isEmpty()) {
            return held;
        }
        Optional<String> most = left.entrySet().stream()
                .filter(each -> each.getValue().stream()
                                .map(DocumentStatement::domain)
                                .distinct()
                                .count()
                        > 1)
                .map(Map.Entry::getKey)
                .findFirst();
        if (most.isPresent()) {
            return most.get();
        }
        disagreements.add("the tag " + tag + " is one of " + left.keySet());
        return held != null && left.containsKey(held) ? held : changedLast(left);
    }

    private @Nullable String heldTag(String tag) {
        return statements.stream()
                .filter(DocumentStatement::held)
                .map(statement -> statement.summary().tags().get(tag))
                .filter(version -> version != null && shown.contains(version))
                .findFirst()
                .orElse(null);
    }

    private static String changedLast(Map<String, List<DocumentStatement>> tagged) {
        return tagged.entrySet().stream()
                .max(Comparator.comparing(each -> each.getValue().stream()
                        .map(statement -> statement.summary().changed())
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.MIN)))
                .map(Map.Entry::getKey)
                .orElseThrow();
    }

    /** Whether those that say {@code version} don't know the version that others say, which do know this one. */
    private static boolean lags(String version, Map<String, List<DocumentStatement>> by) {
        List<DocumentStatement> these = Objects.requireNonNull(by.get(version));
        return by.entrySet().stream()
                .filter(each -> !each.getKey().equals(version))
                .anyMatch(each -> these.stream()
                                .noneMatch(statement ->
                                        statement.summary().versions().containsKey(each.getKey()))
                        && each.getValue().stream()
                                .anyMatch(statement ->
                                        statement.summary().versions().containsKey(version)));
    }
}
