package dev.breakwater.bench.image;

import dev.breakwater.testing.OciCorpus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An OCI image layout, in which each part of an image is a file that is called by its digest. */
public record ImageLayout(Path folder) {
    /** Writes the image or index of that digest into an empty folder, as the tag {@code copy}. */
    public static ImageLayout write(Path folder, OciCorpus corpus, String name, String digest) throws IOException {
        ImageLayout layout = new ImageLayout(folder);
        Files.createDirectories(folder.resolve("blobs/sha256"));
        for (Map.Entry<String, OciCorpus.Part> each : corpus.parts(name, digest).entrySet()) {
            try (OutputStream out = Files.newOutputStream(layout.file(each.getKey()))) {
                each.getValue().bytes().open().transferTo(out);
            }
        }
        OciCorpus.Part root = corpus.parts(name, digest).get(digest);
        if (root == null) {
            throw new IOException("there is no " + digest);
        }
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(folder.resolve("index.json"), """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":"%s",\
                "digest":"%s","size":%d,"annotations":{"org.opencontainers.image.ref.name":"copy"}}]}\
                """.formatted(
                        root.mediaType(), digest, root.bytes().size()));
        return layout;
    }

    private Path file(String digest) {
        return folder.resolve("blobs/" + digest.replace(':', '/'));
    }

    /** What is wrong with the copy of that image in it: a part that it lacks, or has other bytes of; empty if nothing is. */
    public String fault(OciCorpus corpus, String name, String digest, boolean layersAlone) throws IOException {
        for (Map.Entry<String, OciCorpus.Part> each : corpus.parts(name, digest).entrySet()) {
            if (layersAlone && !each.getValue().layer()) {
                continue;
            }
            Path file = file(each.getKey());
            if (!Files.exists(file)) {
                return "it lacks " + each.getKey() + " of " + name + "@" + digest;
            }
            if (!OciCorpus.digest(Files.readAllBytes(file)).equals(each.getKey())) {
                return "WRONG BYTES in " + each.getKey() + " of " + name + "@" + digest;
            }
        }
        return "";
    }
}
