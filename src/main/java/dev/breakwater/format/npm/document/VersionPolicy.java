package dev.breakwater.format.npm.document;

import java.util.Optional;

/**
 * The operator's rules on which versions of one package clients may get, beyond what registries say. A refused version is in no
 * document that a client gets, and its tarball is refused; the merged document in the store has it all the same, so that a
 * changed rule takes effect at once.
 */
public interface VersionPolicy {
    /** All versions. */
    VersionPolicy ALL = new VersionPolicy() {
        @Override
        public String id() {
            return "";
        }

        @Override
        public Optional<String> refusal(String version, VersionFacts facts) {
            return Optional.empty();
        }
    };

    /** Differs from that of every other policy, so that forms that another one made are made again; empty for {@link #ALL}. */
    String id();

    /** Why clients may not get {@code version}, for people; empty if they may. */
    Optional<String> refusal(String version, VersionFacts facts);

    /** Whether it may refuse a version. */
    default boolean judges() {
        return !id().isEmpty();
    }
}
