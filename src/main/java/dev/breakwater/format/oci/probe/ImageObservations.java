package dev.breakwater.format.oci.probe;

import dev.breakwater.probe.Observations;
import java.util.ArrayList;
import java.util.List;

/** What only a registry of images can show. Many threads write; readers get copies. */
final class ImageObservations {
    private final Observations general;
    private final List<String> wrong = new ArrayList<>();
    private int wrongBlobs;
    private int rightBlobs;
    private int rightManifests;
    private int digests;
    private int tags;
    private String token = "no";
    private String limit = "";
    private String remaining = "";

    ImageObservations(Observations general) {
        this.general = general;
    }

    /** Those that every format makes. */
    Observations general() {
        return general;
    }

    /** Records whether bytes had their digest; {@code fault} is empty if so. */
    synchronized void blob(String fault) {
        rightBlobs += fault.isEmpty() ? 1 : 0;
        wrongBlobs += fault.isEmpty() ? 0 : 1;
        add(fault);
    }

    /** The same for a manifest. */
    synchronized void manifest(String fault) {
        rightManifests += fault.isEmpty() ? 1 : 0;
        add(fault);
    }

    private void add(String fault) {
        if (!fault.isEmpty()) {
            wrong.add(fault);
        }
    }

    /** Records the answer about a tag. */
    synchronized void tag(boolean withDigest, String pullLimit, String pullsRemaining) {
        tags++;
        digests += withDigest ? 1 : 0;
        limit = pullLimit.isEmpty() ? limit : pullLimit;
        remaining = pullsRemaining.isEmpty() ? remaining : pullsRemaining;
    }

    /** Records how it deals with tokens, as in {@link ImageRegistryReport}. */
    synchronized void token(String word) {
        token = word;
    }

    synchronized ImageRegistryReport report() {
        String named = tags == 0 ? "unknown" : digests == tags ? "yes" : "no";
        return new ImageRegistryReport(token, named, limit, remaining);
    }

    /** What is known of its content. */
    synchronized ImageJudgement.ImageFacts facts() {
        return new ImageJudgement.ImageFacts(List.copyOf(wrong), wrongBlobs, rightBlobs, rightManifests);
    }
}
