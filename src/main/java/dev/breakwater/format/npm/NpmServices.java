package dev.breakwater.format.npm;

import dev.breakwater.format.npm.advisory.Audits;
import dev.breakwater.format.npm.publish.HostedWrites;
import dev.breakwater.format.npm.search.Searches;

/**
 * The services of a repository beside its packages' documents and tarballs.
 *
 * @param keys the keys that sign versions, as clients read them
 * @param hosted changes the packages that are published here
 */
record NpmServices(
        DocumentAnswers documents,
        DocumentedTarballs tarballs,
        Audits audits,
        Searches searches,
        NpmAccounts accounts,
        NpmTokens tokens,
        TrustedPublishing trusted,
        String keys,
        HostedWrites hosted) {}
