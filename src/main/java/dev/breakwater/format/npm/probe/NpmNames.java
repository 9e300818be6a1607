package dev.breakwater.format.npm.probe;

import dev.breakwater.format.npm.document.DocumentForm.FormKind;
import dev.breakwater.format.npm.document.SummaryReader;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.probe.ProbeException;
import dev.breakwater.probe.ProbedNames;
import dev.breakwater.probe.VersionLists;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.web.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names and versions of packages for probes; a document in its install form is the list of versions. */
public final class NpmNames implements ProbedNames, VersionLists {
    @Override
    public String noun() {
        return "package";
    }

    @Override
    public String example() {
        return "lodash@4.17.21";
    }

    /** {@code name}, {@code @scope/name}, and a version behind a further {@code @} or a blank. */
    @Override
    public NamedItem item(String[] words) throws ProbeException {
        int at = words[0].indexOf('@', 1);
        String name = at < 0 ? words[0] : words[0].substring(0, at);
        String version = at >= 0 ? words[0].substring(at + 1) : words.length > 1 ? words[1] : null;
        if (version != null && !version.matches("[0-9*][0-9A-Za-z.+*-]*")) {
            throw new ProbeException(
                    "\"" + version + "\" is not a valid version: write 1.2.3, 1.2.* for any patch version, or none");
        }
        return new NamedItem(name, version);
    }

    @Override
    public Optional<String> fault(String name, @Nullable String version) {
        String fault = PackageName.fault(name);
        if (!fault.isEmpty()) {
            return Optional.of("\"" + name + "\" is not a valid package name: it " + fault);
        }
        return version == null || SemanticVersion.parse(version).isPresent()
                ? Optional.empty()
                : Optional.of("\"" + version + "\" is not a whole version: write one like 1.2.3");
    }

    @Override
    public int compare(String version, String other) {
        return new SemanticVersion(version).compareTo(new SemanticVersion(other));
    }

    @Override
    public Optional<String> newest(Collection<String> versions) {
        return SemanticVersion.newest(versions);
    }

    @Override
    public Ask list(String name) {
        return new Ask(
                new PackageName(name).escaped(),
                Traffic.METADATA,
                0,
                null,
                List.of(),
                false,
                null,
                new Cancellation(),
                Map.of("Accept", FormKind.INSTALL.type()),
                Set.of(),
                true,
                null,
                false);
    }

    @Override
    public Optional<List<String>> listed(String name, byte[] answer) {
        try {
            return Optional.of(
                    SummaryReader.read(new PackageName(name), new ByteArrayInputStream(answer), Instant.EPOCH)
                            .versions()
                            .keySet()
                            .stream()
                            .sorted(this::compare)
                            .toList());
        } catch (SummaryReader.MalformedDocument e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading an array", e);
        }
    }
}
