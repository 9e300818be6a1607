package dev.breakwater.format.oci.probe;

import dev.breakwater.probe.Observations;
import dev.breakwater.probe.ProbeJudgement;
import dev.breakwater.upstream.Traffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What digests prove of registries. Which digest a tag stands for is compared as every format's latest versions are. */
final class ImageJudgement implements ProbeJudgement {
    /** What is known of the content of one registry. */
    record ImageFacts(List<String> wrong, int wrongBlobs, int rightBlobs, int rightManifests) {}

    private final Map<Observations, ImageFacts> facts = new LinkedHashMap<>();
    private final Map<Observations, ImageRegistryReport> reports = new LinkedHashMap<>();

    ImageJudgement(List<ImageObservations> registries) {
        for (ImageObservations each : registries) {
            facts.put(each.general(), each.facts());
            reports.put(each.general(), each.report());
        }
    }

    private ImageFacts of(Observations mirror) {
        return facts.getOrDefault(mirror, new ImageFacts(List.of(), 0, 0, 0));
    }

    @Override
    public ContentFacts content(Observations mirror) {
        ImageFacts known = of(mirror);
        int blobs = known.rightBlobs + known.wrongBlobs;
        return new ContentFacts(
                known.wrong,
                known.wrongBlobs,
                blobs + known.rightManifests,
                known.rightManifests + " manifests and " + known.rightBlobs + " blobs have their digests",
                "it sent nothing to compare with a digest",
                blobs,
                known.rightBlobs);
    }

    @Override
    public int wrong(Observations mirror, Traffic traffic) {
        ImageFacts known = of(mirror);
        return traffic == Traffic.METADATA ? known.wrong.size() - known.wrongBlobs : 0;
    }

    @Override
    public List<String> evidence(Observations mirror, String thing) {
        return List.of();
    }

    @Override
    public FurtherFindings findings(Observations mirror) {
        return FurtherFindings.NONE;
    }

    @Override
    public SequencedMap<String, Object> details(Observations mirror) {
        SequencedMap<String, Object> details = new LinkedHashMap<>();
        details.put("registry", reports.getOrDefault(mirror, new ImageRegistryReport("no", "unknown", "", "")));
        return details;
    }
}
