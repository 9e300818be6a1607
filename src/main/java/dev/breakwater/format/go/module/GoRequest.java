package dev.breakwater.format.go.module;

/**
 * A client's request, parsed from the path below the repository. See the Go modules reference, "GOPROXY protocol". Parsing
 * never fails; a path that makes no sense becomes {@link NoSuchPage} or {@link Invalid}, with the reason.
 */
// The names are the protocol's own, and always written with GoRequest before them.
@SuppressWarnings("AvoidCommonTypeNames")
public sealed interface GoRequest {
    /** {@code <module>/@v/list}: the tagged versions. */
    record List(ModulePath module) implements GoRequest {}

    /** {@code <module>/@latest}. */
    record Latest(ModulePath module) implements GoRequest {}

    /** {@code <module>/@v/<version>.info} of a canonical version of the module: immutable. */
    record Info(ModulePath module, Version version) implements GoRequest {}

    /**
     * {@code <module>/@v/<query>.info} of anything else, such as a branch, a commit or {@code v2.0.0} on a path without
     * {@code /v2}: resolves to a version, which changes over time.
     *
     * @param query in its plain form; may have slashes
     */
    record VersionQuery(ModulePath module, String query) implements GoRequest {
        /** As it stands in a URL, with {@code !x} for upper-case letters; nothing is percent-encoded. */
        public String escaped() {
            return Escaping.escape(query);
        }
    }

    /** {@code <module>/@v/<version>.mod}. */
    record Mod(ModulePath module, Version version) implements GoRequest {}

    /** {@code <module>/@v/<version>.zip}. */
    record Zip(ModulePath module, Version version) implements GoRequest {}

    /**
     * {@code sumdb/<rest>}: a checksum database's page.
     *
     * @param rest the database's name and the path below it, percent-decoded; no element is empty, {@code .} or {@code ..}
     */
    record Sumdb(String rest) implements GoRequest {}

    /** A well-formed path of a page that can't exist; {@code why} names it and what to ask for instead. */
    record NoSuchPage(String why) implements GoRequest {}

    /** A malformed path; {@code why} names the fault and the right form. */
    record Invalid(String why) implements GoRequest {}

    /** Reads {@code path}, percent-encoded as it was sent, without a leading slash and without a query string. */
    static GoRequest parse(String path) {
        return GoRequestParser.parse(path);
    }
}
