package dev.breakwater.format.oci.probe;

import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.probe.ProbeException;
import dev.breakwater.probe.ProbedNames;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names and tags of images for probes: names as the registry has them, with {@code library/}. */
final class OciProbeNames implements ProbedNames {
    private static final String USUAL_TAG = "latest";

    @Override
    public String noun() {
        return "image";
    }

    @Override
    public String example() {
        return "library/alpine:3.20";
    }

    /** {@code name:tag}, or the tag behind an {@code @} or a blank; without one, {@code latest}. */
    @Override
    public NamedItem item(String[] words) throws ProbeException {
        int at = Math.max(words[0].indexOf('@'), words[0].lastIndexOf(':'));
        String name = at < 0 ? words[0] : words[0].substring(0, at);
        String tag = at >= 0 ? words[0].substring(at + 1) : words.length > 1 ? words[1] : USUAL_TAG;
        if (Tag.parse(tag).isEmpty()) {
            throw new ProbeException("\"" + tag + "\" is not a tag: write one like 3.20");
        }
        return new NamedItem(name, tag);
    }

    @Override
    public Optional<String> fault(String name, @Nullable String version) {
        return ImageName.parse(name).isPresent()
                ? Optional.empty()
                : Optional.of("\"" + name + "\" is not an image's name: write one like library/alpine");
    }

    @Override
    public int compare(String version, String other) {
        return version.compareTo(other);
    }

    @Override
    public Optional<String> newest(Collection<String> versions) {
        return versions.stream().max(Comparator.naturalOrder());
    }
}
