package dev.breakwater.repository;

import dev.breakwater.config.FormatSection;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The list of all formats.
 *
 * @param all the default one first: a repository has it if it names none
 */
public record KnownFormats(List<Format> all) {
    /** Copies the list. */
    public KnownFormats {
        all = List.copyOf(all);
    }

    /** The configuration sections of repositories, by format. */
    public List<FormatSection<?>> sections() {
        return all.stream().<FormatSection<?>>map(Format::settings).toList();
    }

    /** The format of a repository that names none. */
    public Format usual() {
        return all.getFirst();
    }

    /**
     * The format of {@code repository}.
     *
     * @throws IllegalStateException if there is none of that name; settings that were read have no such mistake
     */
    public Format of(RepositorySettings repository) {
        return named(repository.format())
                .orElseThrow(() -> new IllegalStateException("no format serves " + repository.format()));
    }

    /** The format of the repository {@code name}, or the usual one if {@code settings} have no such repository. */
    public Format of(Settings settings, String name) {
        return Optional.ofNullable(settings.repositories().get(name))
                .map(this::of)
                .orElseGet(this::usual);
    }

    /** The same for the repository at {@code address}, whose last element is its name. */
    public Format at(URI address, Settings settings) {
        String path = address.getPath() == null ? "" : address.getPath();
        return of(settings, path.substring(path.lastIndexOf('/') + 1));
    }

    /**
     * The naming of each repository, by the settings in force at the call. Entries of a repository that is no longer
     * configured have the default format's.
     */
    public Namings namings(Supplier<Settings> settings) {
        return stored -> settings.get().repositories().values().stream()
                .filter(repository -> of(repository).naming().keeps(repository.name(), stored))
                .map(repository -> of(repository).naming())
                .findFirst()
                .orElseGet(() -> usual().naming());
    }

    /** The names of all formats. */
    public List<String> names() {
        return all.stream().map(format -> format.settings().name()).toList();
    }

    /** The format of that name; empty if there is none. */
    public Optional<Format> named(String name) {
        return all.stream()
                .filter(format -> format.settings().name().equals(name))
                .findFirst();
    }

    /** The files of clients that reach this server at {@code server}, of all formats whose repositories {@code settings} have. */
    public List<ClientFiles.ProgramSetup> programs(Settings settings, URI server) {
        List<ClientFiles.ProgramSetup> programs = new ArrayList<>();
        for (Format format : all) {
            List<RepositorySettings> repositories = repositories(settings, format);
            if (!repositories.isEmpty()) {
                format.as(ClientFiles.class).ifPresent(files -> programs.addAll(files.programs(repositories, server)));
            }
        }
        return programs;
    }

    /** The repositories of {@code format} in {@code settings}. */
    public List<RepositorySettings> repositories(Settings settings, Format format) {
        return settings.repositories().values().stream()
                .filter(repository -> of(repository).equals(format))
                .toList();
    }
}
