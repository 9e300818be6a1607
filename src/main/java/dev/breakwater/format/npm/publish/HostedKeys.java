package dev.breakwater.format.npm.publish;

import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.store.Key;

/** The keys in the store of the packages that one repository hosts. */
public interface HostedKeys {
    /** The name under which the store keeps them. */
    String home();

    /** The document. */
    Key document(PackageName name);

    /** What remains of the document of a package that is unpublished as a whole. */
    Key withdrawn(PackageName name);

    /** The tarball of a version. */
    Key tarball(PackageName name, SemanticVersion version);

    /** Whether {@code file}, the last element of a key below the package's name, is a form of its document. */
    boolean isForm(String file);
}
