package dev.breakwater.format.go.direct;

import dev.breakwater.format.go.module.Version;
import dev.breakwater.git.Refs;
import dev.breakwater.verify.Digest;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The {@code .info} of a version from git, with the {@code Origin} that tells the go command how to check whether it is still
 * current ({@code codehost.Origin} of cmd/go).
 */
record GitInfo(ModuleVersion version, ModuleHome home, Refs refs) {
    private static final JsonFactory JSON = new JsonFactory();

    byte[] json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("Version", version.version().text());
            json.writeStringProperty("Time", version.revision().commit().time().toString());
            json.writeName("Origin");
            json.writeStartObject();
            json.writeStringProperty("VCS", "git");
            json.writeStringProperty("URL", home.repository().url());
            if (!home.folder().isEmpty()) {
                json.writeStringProperty("Subdir", home.folder());
            }
            json.writeStringProperty("Hash", version.revision().commit().hash());
            if (dependsOnTags()) {
                String prefix = prefix();
                if (!prefix.isEmpty()) {
                    json.writeStringProperty("TagPrefix", prefix);
                }
                json.writeStringProperty("TagSum", sum(prefix));
            }
            if (version.revision().ref() != null) {
                json.writeStringProperty("Ref", version.revision().ref());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A new tag may give the commit another name, unless a pseudo-version without a base was asked for. */
    private boolean dependsOnTags() {
        String text = version.version().text();
        return version.version().pseudo().isPresent() && (!text.equals(version.asked()) || !text.startsWith("v0.0.0-"));
    }

    private String prefix() {
        String major = home.module().pathMajor();
        return home.tagPrefix() + (major.isEmpty() ? "" : major.substring(1) + ".");
    }

    private String sum(String prefix) {
        String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        MessageDigest sum = Digest.sha256();
        refs.tags(prefix).forEach((tag, hash) -> {
            Version named = TaggedVersions.named(tag.substring(folder.length()), "");
            if (named != null && named.pseudo().isEmpty()) {
                String quoted = tag.replace("\\", "\\\\").replace("\"", "\\\"");
                sum.update(("\"" + quoted + "\" " + hash + "\n").getBytes(StandardCharsets.UTF_8));
            }
        });
        return "t1:" + Base64.getEncoder().encodeToString(sum.digest());
    }
}
