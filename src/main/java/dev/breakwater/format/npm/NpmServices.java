package dev.breakwater.format.npm;

import dev.breakwater.format.npm.advisory.Audits;
import dev.breakwater.format.npm.search.Searches;

/** The services of a repository beside its packages' documents and tarballs. */
record NpmServices(SingleManifests manifests, OwnedTarballs tarballs, Audits audits, Searches searches) {}
