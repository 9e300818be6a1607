package dev.breakwater.format.go.module;

/**
 * What a client asks for, from the path below the repository. See the Go modules reference, "GOPROXY protocol". Reading
 * one never fails; what makes no sense is a request for nothing, with the reason.
 */
// The names are the protocol's own, and always written with GoRequest before them.
@SuppressWarnings("AvoidCommonTypeNames")
public sealed interface GoRequest {
    /** {@code <module>/@v/list}: the tagged versions. */
    record List(ModulePath module) implements GoRequest {}

    /** {@code <module>/@latest}. */
    record Latest(ModulePath module) implements GoRequest {}

    /** {@code <module>/@v/<version>.info} of a canonical version of the module: immutable, and answered by its like. */
    record Info(ModulePath module, Version version) implements GoRequest {}

    /**
     * {@code <module>/@v/<query>.info} of anything else, as a branch, a commit or {@code v2.0.0} on a path without
     * {@code /v2}: resolves to some version, and to another one tomorrow.
     *
     * @param query in its plain form; may have slashes
     */
    record VersionQuery(ModulePath module, String query) implements GoRequest {
        /** As it stands in a URL, with {@code !x} for upper-case letters; what else needs it is not percent-encoded. */
        public String escaped() {
            return Escaping.escape(query);
        }
    }

    /** {@code <module>/@v/<version>.mod}. */
    record Mod(ModulePath module, Version version) implements GoRequest {}

    /** {@code <module>/@v/<version>.zip}. */
    record Zip(ModulePath module, Version version) implements GoRequest {}

    /**
     * {@code sumdb/<rest>}: something of a checksum database.
     *
     * @param rest the database's name and what is asked of it, percent-decoded; no element is empty, {@code .} or
     *     {@code ..}
     */
    record Sumdb(String rest) implements GoRequest {}

    /** Well formed, but nothing that could exist; {@code why} names it and what to ask for instead. */
    record NoSuchPage(String why) implements GoRequest {}

    /** Not even well formed; {@code why} names the fault and the right form. */
    record Invalid(String why) implements GoRequest {}

    /** Reads {@code path}, percent-encoded as it was sent, without a leading slash and without a query string. */
    static GoRequest parse(String path) {
        return GoRequestParser.parse(path);
    }
}
