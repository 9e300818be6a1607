package dev.breakwater.format.oci;

import dev.breakwater.format.oci.manifest.ManifestParts;
import dev.breakwater.format.oci.manifest.ManifestParts.PartDescriptor;
import dev.breakwater.format.oci.name.ImageReference;
import dev.breakwater.repository.FollowUps;
import dev.breakwater.repository.LockFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads which images a file names: one a line, with {@code #} before comments; the {@code FROM} and {@code COPY --from} lines of a
 * Dockerfile; the {@code image:} lines of a compose file or of Kubernetes manifests. Tells them apart by their content. Variables have
 * their defaults.
 */
final class ImageLists implements LockFiles, FollowUps {
    private static final String API = "v2";
    private static final String ALL = "all";
    private static final String MANIFESTS = "/manifests/";
    private static final Pattern FROM = Pattern.compile(
            "\\s*FROM\\s+(?:--platform=\\S+\\s+)?(\\S+)(?:\\s+AS\\s+(\\S+))?\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern COPY =
            Pattern.compile("\\s*COPY\\s+(?:--\\S+\\s+)*?--from=(\\S+)\\s.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ARGUMENT =
            Pattern.compile("\\s*ARG\\s+([A-Za-z_][A-Za-z0-9_]*)=[\"']?([^\"'\\s]*)[\"']?.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern IMAGE =
            Pattern.compile("\\s*(?:-\\s+)?[\"']?image[\"']?:\\s+[\"']?([^\"'#\\s]+)[\"']?\\s*(?:#.*)?");
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)(?::?-([^}]*))?})");

    @Override
    public String below(String repository) {
        return API;
    }

    @Override
    public List<NamedVersion> named(byte[] file) {
        List<String> lines = new String(file, StandardCharsets.UTF_8).lines().toList();
        boolean marked = lines.stream()
                .anyMatch(line ->
                        FROM.matcher(line).matches() || IMAGE.matcher(line).matches());
        ImageReader reader = new ImageReader();
        for (String line : lines) {
            reader.number++;
            if (marked) {
                reader.marked(line);
            } else {
                reader.bare(line);
            }
        }
        return reader.found;
    }

    /** Reads line by line. */
    private static final class ImageReader {
        private final List<NamedVersion> found = new ArrayList<>();
        private final Map<String, String> defaults = new HashMap<>();
        private final Set<String> stages = new HashSet<>();
        private int number;

        void bare(String line) {
            String text = line.replaceFirst("(^|\\s)#.*", "").strip();
            if (!text.isEmpty()) {
                add(text);
            }
        }

        void marked(String line) {
            Matcher argument = ARGUMENT.matcher(line);
            Matcher from = FROM.matcher(line);
            Matcher copy = COPY.matcher(line);
            Matcher image = IMAGE.matcher(line);
            if (argument.matches()) {
                defaults.put(argument.group(1), argument.group(2));
            } else if (from.matches()) {
                external(from.group(1));
                if (from.group(2) != null) {
                    stages.add(from.group(2).toLowerCase(Locale.ROOT));
                }
            } else if (copy.matches() && !copy.group(1).matches("[0-9]+")) {
                external(copy.group(1));
            } else if (image.matches()) {
                add(image.group(1));
            }
        }

        private void external(String text) {
            if (!text.equals("scratch") && !stages.contains(text.toLowerCase(Locale.ROOT))) {
                add(text);
            }
        }

        private void add(String text) {
            StringBuilder whole = new StringBuilder();
            Matcher variable = VARIABLE.matcher(text);
            while (variable.find()) {
                String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
                String value = defaults.getOrDefault(name, variable.group(3) == null ? "" : variable.group(3));
                if (value.isEmpty()) {
                    wrong("the variable " + name + " has no default: " + text);
                    return;
                }
                variable.appendReplacement(whole, Matcher.quoteReplacement(value));
            }
            variable.appendTail(whole);
            Optional<ImageReference> image = ImageReference.parse(whole.toString());
            if (image.isPresent()) {
                found.add(new NamedVersion(number, List.of(image.get().path()), ""));
            } else {
                wrong("is not an image's name: " + whole);
            }
        }

        private void wrong(String why) {
            found.add(new NamedVersion(number, List.of(), why));
        }
    }

    @Override
    public boolean leadsOn(String path) {
        return path.contains(MANIFESTS);
    }

    /**
     * The platforms of an index, or the blobs of an image. The usual platform is that of this machine with Linux, as clients choose:
     * Docker Hub counts the manifest of each platform as a pull, and each has layers of its own.
     */
    @Override
    public NextFiles after(String path, byte[] content, List<String> platforms) {
        String image = path.substring(0, path.lastIndexOf(MANIFESTS));
        ManifestParts parts = ManifestParts.of(content);
        List<String> wanted = platforms.isEmpty() ? List.of(ownPlatform()) : platforms;
        List<String> paths = new ArrayList<>();
        for (PartDescriptor part : parts.parts()) {
            boolean manifest = parts.index() && part.isManifest();
            if (part.isDelivered() && (!manifest || wanted.stream().anyMatch(each -> isFor(part.platform(), each)))) {
                paths.add(image + (manifest ? MANIFESTS : "/blobs/") + part.digest());
            }
        }
        return new NextFiles(
                paths, paths.isEmpty() && parts.index() ? "has no image for " + String.join(", ", wanted) : "");
    }

    /** A variant may be left out, and an index may say no platform at all. */
    private static boolean isFor(String platform, String wanted) {
        return wanted.equals(ALL) || platform.isEmpty() || platform.equals(wanted) || platform.startsWith(wanted + "/");
    }

    private static String ownPlatform() {
        String architecture = System.getProperty("os.arch", "amd64");
        return "linux/" + (architecture.equals("aarch64") ? "arm64" : architecture);
    }
}
