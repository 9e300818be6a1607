package dev.breakwater.upstream;

/** The classes of traffic; an origin is limited and judged in each separately, for it may answer one and fail another. */
public enum Traffic {
    /** Small and urgent: lists, infos, go.mod files. */
    METADATA("metadata"),
    /** Large: zips. */
    ARCHIVE("archive"),
    /** Checksum database lookups and tiles. */
    CHECKSUM("checksum");

    private final String label;

    Traffic(String label) {
        this.label = label;
    }

    /** The word for it in metrics and logs. */
    public String label() {
        return label;
    }
}
