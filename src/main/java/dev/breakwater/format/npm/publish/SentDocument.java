package dev.breakwater.format.npm.publish;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent to change a package (libnpmpublish): a document with the version to publish and its tarball, or the whole
 * document as it should be.
 *
 * @param name the package that it names; empty if it names none
 * @param revision its {@code _rev}; empty if it has none
 * @param tags its dist-tags
 * @param versions its versions, each with its deprecation, which is empty if it has none
 * @param manifest the manifest of the first version, in JSON; empty if there is none
 * @param attachment the tarball with it; null if there is none
 */
record SentDocument(
        String name,
        String revision,
        Map<String, String> tags,
        Map<String, String> versions,
        byte[] manifest,
        @Nullable SentAttachment attachment) {
    /**
     * A tarball as it was sent.
     *
     * @param length how many bytes the client says it has; negative if it does not say
     */
    record SentAttachment(String file, long length) {}
}
