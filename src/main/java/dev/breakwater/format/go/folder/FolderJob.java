package dev.breakwater.format.go.folder;

import java.nio.file.Path;
import java.util.List;

/**
 * What is to go from a store into a folder, or from a folder into a store.
 *
 * @param dataDir the store's data folder
 * @param repository whose modules
 * @param databases the checksum databases that vouch for them; with none, nothing is checked but the form
 * @param modules globs as in GOPRIVATE; none for all
 * @param privates the globs of the operator's own modules
 * @param given globs of those of them that are meant as well
 * @param unverified whether to take what no record vouches for
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
