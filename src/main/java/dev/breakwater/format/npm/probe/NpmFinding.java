package dev.breakwater.format.npm.probe;

import dev.breakwater.probe.FindingType;

/** Findings about npm registries. */
enum NpmFinding implements FindingType {
    /** It has versions that no known key signed and no other mirror has. */
    UNPROVEN_VERSIONS,
    /** What a version installs differs from what other mirrors say: signatures do not cover it. */
    OTHER_MANIFEST,
    /** Its versions lack signatures that other mirrors have, or have none by a known key. */
    UNSIGNED,
    /** Its documents do not say when versions were published. */
    NO_TIMES,
    /** Its documents have no tag latest. */
    NO_LATEST,
    /** Its documents name tarballs at other addresses. */
    TARBALLS_ELSEWHERE,
    /** It has no short form of documents. */
    NO_INSTALL_FORM,
    /** It answers 404, but not as clients expect. */
    ABSENCE_NOT_JSON
}
