package dev.breakwater.format.oci.push;

import dev.breakwater.fetch.Answer;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.QueryText;
import dev.breakwater.repository.Action;
import dev.breakwater.store.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What refers to a hosted manifest, such as its signatures: one entry a referrer, with its descriptor as it stands in the list
 * (distribution specification, "Listing referrers").
 */
final class PushedReferrers {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String TYPE = "artifact-type";

    /** The most bytes of a page: clients accept no longer index. */
    private static final int LARGEST_PAGE = 4 << 20;

    /** The most bytes that annotations have in a list. */
    private static final int LONGEST_ANNOTATIONS = 64 << 10;

    private static final int MOST_LOOKED_AT = 1_000;
    private static final int LONGEST_TYPE = 255;

    private final HostedContent content;

    PushedReferrers(HostedContent content) {
        this.content = content;
    }

    /** Adds {@code digest}, which has {@code size} bytes of {@code type}, to what refers to {@code subject}. */
    void add(
            ImageName name,
            ContentDigest subject,
            ContentDigest digest,
            PushedManifest manifest,
            String type,
            long size,
            String by)
            throws IOException {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", type);
        descriptor.put("digest", digest.text());
        descriptor.put("size", size);
        String shown = manifest.shownType();
        if (!shown.isEmpty()) {
            descriptor.put("artifactType", shown);
        }
        long annotated = manifest.annotations().entrySet().stream()
                .mapToLong(each -> each.getKey().length() + each.getValue().length())
                .sum();
        if (annotated > 0 && annotated <= LONGEST_ANNOTATIONS) {
            descriptor.put("annotations", manifest.annotations());
        }
        Map<String, String> headers = shown.isEmpty() || shown.length() > LONGEST_TYPE ? Map.of() : Map.of(TYPE, shown);
        content.put(
                content.keys().referrer(name, subject, digest),
                JSON.writeValueAsBytes(descriptor),
                "application/json",
                headers,
                by);
    }

    /** Removes it. */
    void remove(ImageName name, ContentDigest subject, ContentDigest digest) throws IOException {
        content.remove(content.keys().referrer(name, subject, digest));
    }

    /** The action for {@code GET}. */
    Action list(ImageName name, ContentDigest subject, QueryText query) {
        String type = query.first("artifactType");
        String last = query.first("last");
        Action.Task task = _ -> {
            try {
                return page(name, subject, type == null ? "" : type, last == null ? "" : last);
            } catch (IOException e) {
                return content.failed("read what refers to " + name + "@" + subject, e);
            }
        };
        return new Action.Do(task, HostedContent.subject(name), "referrers");
    }

    private Answer page(ImageName name, ContentDigest subject, String type, String after) throws IOException {
        List<String> all = content.names(content.keys().referrers(name, subject)).stream()
                .filter(each -> each.compareTo(after) > 0)
                .sorted()
                .toList();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String begin = "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[";
        body.writeBytes(begin.getBytes(StandardCharsets.UTF_8));
        int start = body.size();
        String seen = "";
        boolean more = false;
        for (int i = 0; i < all.size() && !more; i++) {
            byte[] descriptor = descriptor(name, subject, all.get(i), type);
            boolean full = body.size() > start && body.size() + length(descriptor) > LARGEST_PAGE;
            if (full || i == MOST_LOOKED_AT) {
                more = true;
            } else {
                append(body, descriptor, start);
                seen = all.get(i);
            }
        }
        body.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        Map<String, String> headers = new HashMap<>();
        if (!type.isEmpty()) {
            headers.put("OCI-Filters-Applied", "artifactType");
        }
        if (more) {
            String filter = type.isEmpty() ? "" : "artifactType=" + encoded(type) + "&";
            headers.put(
                    "Link",
                    "<" + content.path(name, "referrers/" + subject) + "?" + filter + "last=" + seen
                            + ">; rel=\"next\"");
        }
        return new Answer.Done(Answer.Completion.OK, headers, INDEX, body.toByteArray());
    }

    private static int length(byte @Nullable [] descriptor) {
        return descriptor == null ? 0 : descriptor.length + 1;
    }

    private static void append(ByteArrayOutputStream body, byte @Nullable [] descriptor, int start) {
        if (descriptor != null) {
            if (body.size() > start) {
                body.write(',');
            }
            body.writeBytes(descriptor);
        }
    }

    /** Null if it is gone, or of another type than {@code type}. */
    private byte @Nullable [] descriptor(ImageName name, ContentDigest subject, String element, String type)
            throws IOException {
        ContentDigest digest =
                ContentDigest.parse(element.replaceFirst("-", ":")).orElse(null);
        Entry entry = digest == null ? null : content.find(content.keys().referrer(name, subject, digest));
        boolean wanted = entry != null
                && (type.isEmpty() || type.equals(entry.meta().headers().get(TYPE)));
        return entry == null || !wanted ? null : entry.bytes(LARGEST_PAGE);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
