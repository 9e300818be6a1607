package dev.breakwater.format.go.direct;

import java.net.URI;

/** The source of a module: a git repository, a module proxy, or other version control. */
sealed interface ModuleSource {
    /**
     * A git repository.
     *
     * @param root the part of the module path that names the repository
     * @param url where it is
     * @param folder the folder in it that {@code root} stands for; empty for the top
     */
    record GitSource(String root, String url, String folder) implements ModuleSource {}

    /** A server that speaks the GOPROXY protocol. */
    record Proxy(URI base) implements ModuleSource {}

    /** Another kind of version control, which is not supported. */
    record Other(String kind) implements ModuleSource {}
}
