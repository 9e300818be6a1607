package dev.breakwater.format.oci.name;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image as people write it, such as {@code alpine:3.20} or {@code quay.io/team/app@sha256:…} (distribution/reference). Without a
 * registry it is one of Docker Hub; without a tag its tag is {@code latest}; with tag and digest the digest counts.
 *
 * @param registry the registry's host, as clients call it
 */
public record ImageReference(String registry, ImageName name, Reference reference) {
    private static final String HUB = "docker.io";
    private static final Pattern HOST = Pattern.compile("[a-z0-9][a-z0-9.-]{0,252}(?::[0-9]{1,5})?");

    /** The image in {@code text}; empty if that is none. */
    public static Optional<ImageReference> parse(String text) {
        int at = text.indexOf('@');
        String rest = at < 0 ? text : text.substring(0, at);
        int colon = rest.lastIndexOf(':');
        String tag = colon > rest.lastIndexOf('/') ? rest.substring(colon + 1) : "";
        String whole = tag.isEmpty() ? rest : rest.substring(0, colon);
        int slash = whole.indexOf('/');
        String first = slash < 0 ? "" : whole.substring(0, slash);
        boolean named = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
        String registry = named ? first.toLowerCase(Locale.ROOT) : HUB;
        String name = named ? whole.substring(slash + 1) : whole;
        Optional<ImageName> image =
                ImageName.parse(registry.equals(HUB) && name.indexOf('/') < 0 ? "library/" + name : name);
        Optional<? extends Reference> reference = at >= 0
                ? ContentDigest.parse(text.substring(at + 1))
                : Reference.Tag.parse(tag.isEmpty() ? "latest" : tag);
        boolean valid = image.isPresent()
                && reference.isPresent()
                && HOST.matcher(registry).matches();
        return valid ? Optional.of(new ImageReference(registry, image.get(), reference.get())) : Optional.empty();
    }

    /** The path of its manifest below {@code /v2/}, with the registry as the first element. */
    public String path() {
        return registry + "/" + name + "/manifests/" + reference.text();
    }
}
