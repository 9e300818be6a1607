package dev.breakwater.e2e;

import dev.breakwater.event.Events;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.store.PublishedEntries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a data folder has of the images that were pushed to the repository {@code team}, while no server has it open. */
final class HostedDisk {
    private static final String HOME = "team.private";
    private static final int LARGEST = 4 << 20;
    private static final Pattern NAMED = Pattern.compile("\"digest\":\"sha256:([0-9a-f]{64})\"");

    /** The digests whose bytes are there. */
    private final Set<String> blobs = new HashSet<>();

    /** {@code <image>/<digest>} of the blobs that images have. */
    private final Set<String> links = new HashSet<>();

    private final Map<String, String> manifests = new HashMap<>();
    private final Map<String, String> tags = new HashMap<>();

    /** Reads it. */
    static HostedDisk read(Path data) throws IOException, InterruptedException {
        HostedDisk disk = new HostedDisk();
        try (FileStore store = FileStore.open(data, InstantSource.system(), Events.NONE)) {
            PublishedEntries entries = store.published();
            entries.visit(HOME, (key, _) -> {
                disk.take(key, entries);
                return true;
            });
        }
        return disk;
    }

    private void take(Key key, PublishedEntries entries) throws IOException {
        String[] parts = key.path().split("/?!", 2);
        String kind = parts[1].substring(0, parts[1].indexOf('/'));
        String last = key.path().substring(key.path().lastIndexOf('/') + 1);
        switch (kind) {
            case "blobs" -> blobs.add(last);
            case "links" -> links.add(parts[0] + "/" + last);
            case "pushed-manifests" -> manifests.put(parts[0] + "/" + last, text(key, entries));
            case "pushed-tags" ->
                tags.put(parts[0] + ":" + last, text(key, entries).strip().replace("sha256:", ""));
            default -> {}
        }
    }

    private static String text(Key key, PublishedEntries entries) throws IOException {
        return new String(entries.read(key, LARGEST).orElseThrow(), StandardCharsets.UTF_8);
    }

    /** What the tag stands for; empty if it is not there. */
    String tag(String image, String tag) {
        return tags.getOrDefault(image + ":" + tag, "");
    }

    boolean hasManifest(String image, String hex) {
        return manifests.containsKey(image + "/" + hex);
    }

    boolean hasBlob(String image, String hex) {
        return links.contains(image + "/" + hex) && blobs.contains(hex);
    }

    /** What leads to nothing: a tag to a manifest, a manifest to what it names, a link to a blob. */
    List<String> dangling() {
        List<String> found = new ArrayList<>();
        tags.forEach((tag, hex) -> {
            if (!hasManifest(tag.substring(0, tag.indexOf(':')), hex)) {
                found.add("tag " + tag + " to " + hex);
            }
        });
        links.forEach(link -> {
            if (!blobs.contains(link.substring(link.lastIndexOf('/') + 1))) {
                found.add("link " + link);
            }
        });
        manifests.forEach((manifest, json) -> {
            String image = manifest.substring(0, manifest.lastIndexOf('/'));
            // what it refers to may be missing
            Matcher named = NAMED.matcher(json.replaceFirst("\"subject\".*", ""));
            while (named.find()) {
                if (!hasBlob(image, named.group(1)) && !hasManifest(image, named.group(1))) {
                    found.add("manifest " + manifest + " to " + named.group(1));
                }
            }
        });
        return found;
    }

    int manifests() {
        return manifests.size();
    }

    /** Makes everything seem unused for ten days. */
    static void makeOld(Path data) throws IOException {
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(10)));
        try (Stream<Path> all = Files.walk(data.resolve("entries"))) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                Files.getFileAttributeView(each, BasicFileAttributeView.class).setTimes(old, old, null);
            }
        }
    }
}
