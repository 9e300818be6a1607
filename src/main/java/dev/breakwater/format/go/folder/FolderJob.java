package dev.breakwater.format.go.folder;

import java.nio.file.Path;
import java.util.List;

/**
 * The settings of an export or an import: what goes from a store into a folder, or from a folder into a store.
 *
 * @param dataDir the store's data folder
 * @param repository the repository whose modules
 * @param databases the checksum databases that vouch for them; if empty, only the form is checked
 * @param modules globs as in GOPRIVATE; none for all
 * @param privates the globs of the operator's own modules
 * @param given globs of those of them that are included
 * @param unverified whether to import files without a record
 */
record FolderJob(
        Path dataDir,
        String repository,
        List<ProofPolicy> databases,
        List<String> modules,
        List<String> privates,
        List<String> given,
        boolean unverified) {
    /**
     * A checksum database.
     *
     * @param key its verifier key
     * @param head the file that keeps its newest tree head for the server
     */
    record ProofPolicy(String key, Path head) {}
}
