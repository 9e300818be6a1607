package dev.breakwater.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The schema of a configuration: every section, in the order of the reference. */
public final class Schema {
    private final List<Section<?>> sections;
    private final RepositoryReader repositories;
    private final List<Check> checks;
    private final Facts facts;
    private final SequencedMap<String, Group> groups = new LinkedHashMap<>();

    /** A check across sections, which warns or reports mistakes. */
    @FunctionalInterface
    public interface Check {
        /** Checks {@code settings}, which were read from {@code top}. */
        void check(Block top, Settings settings);
    }

    /**
     * The settings that the loader itself needs.
     *
     * @param dataFolder where the records of earlier starts are stored
     * @param own makes this server's addresses of settings and the environment
     */
    public record Facts(
            Function<Settings, Path> dataFolder, BiFunction<Settings, Map<String, String>, OwnAddresses> own) {}

    /**
     * Lists all sections.
     *
     * @param sections the sections in the order of reading and of the reference
     * @param repositories reads the repositories after them
     * @param checks the checks that run last
     */
    public Schema(List<Section<?>> sections, RepositoryReader repositories, List<Check> checks, Facts facts) {
        this.repositories = repositories;
        this.sections = List.copyOf(sections);
        this.checks = List.copyOf(checks);
        this.facts = facts;
        sections.stream().flatMap(section -> section.groups().stream()).forEach(this::add);
        repositories.groups().forEach(this::add);
    }

    private void add(Group group) {
        groups.merge(group.path(), group, (one, other) -> {
            Set<SettingKey<?>> keys = new LinkedHashSet<>(one.keys());
            keys.addAll(other.keys());
            return new Group(group.path(), List.copyOf(keys));
        });
    }

    List<Section<?>> sections() {
        return sections;
    }

    RepositoryReader repositories() {
        return repositories;
    }

    List<Check> checks() {
        return checks;
    }

    Facts facts() {
        return facts;
    }

    /** Every key by block, in the order of the reference. */
    public List<Group> groups() {
        return List.copyOf(groups.values());
    }

    /** The keys of the block at {@code path}. */
    Group group(String path) {
        return groups.getOrDefault(path, new Group(path, List.of()));
    }

    /** The paths of the keys that a running server cannot change, in the order of the reference. */
    public SequencedSet<String> fixed() {
        SequencedSet<String> fixed = new LinkedHashSet<>();
        groups.values()
                .forEach(group -> group.keys().stream()
                        .filter(SettingKey::fixed)
                        .map(group::path)
                        .forEach(fixed::add));
        return Collections.unmodifiableSequencedSet(fixed);
    }
}
