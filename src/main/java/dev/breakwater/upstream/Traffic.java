package dev.breakwater.upstream;

/** The classes of traffic; limits and health are separate for each, since an origin may answer one and fail another. */
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

    /** Its name in metrics and logs. */
    public String label() {
        return label;
    }
}
