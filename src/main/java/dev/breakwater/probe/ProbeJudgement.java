package dev.breakwater.probe;

import dev.breakwater.upstream.Traffic;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What the answers of all mirrors together prove in a format's terms. Pure: the same answers give the same judgement. */
public interface ProbeJudgement {
    /**
     * What is known of a mirror's content.
     *
     * @param wrong everything that differs from what was published
     * @param wrongArchives how many of these are archives
     * @param compared how much could be compared with something proven
     * @param matched says so, for people
     * @param undecided why nothing could be compared, for people
     * @param archives how many archives were compared with other mirrors' bytes
     * @param sameBytes how many of these have the same bytes
     */
    record ContentFacts(
            List<String> wrong,
            int wrongArchives,
            int compared,
            String matched,
            String undecided,
            int archives,
            int sameBytes) {}

    /**
     * Findings beyond those of every format.
     *
     * @param grave those that stand before lags and slowness
     * @param slight those that stand at the end; they count only if the mirror answers
     */
    record FurtherFindings(List<ProbeFinding> grave, List<ProbeFinding> slight) {
        /** None. */
        public static final FurtherFindings NONE = new FurtherFindings(List.of(), List.of());
    }

    /** What is known of {@code mirror}'s content. */
    ContentFacts content(Observations mirror);

    /** How many of the successful answers of {@code mirror} in that class were wrong, besides malformed ones and archives. */
    default int wrong(Observations mirror, Traffic traffic) {
        return 0;
    }

    /** Evidence that {@code thing} exists, for people: beyond other mirrors that have it. */
    List<String> evidence(Observations mirror, String thing);

    /** Findings beyond those of every format. */
    FurtherFindings findings(Observations mirror);

    /** Further parts of the report as plain data, by name. */
    SequencedMap<String, Object> details(Observations mirror);

    /** How long an entry of an index feed has been missing, in seconds; 0 if none is missing, null without a feed. */
    default @Nullable Long missingSeconds(Observations mirror, Instant now) {
        return null;
    }

    /** The limits of these results, for people. */
    default List<String> notes() {
        return List.of();
    }
}
