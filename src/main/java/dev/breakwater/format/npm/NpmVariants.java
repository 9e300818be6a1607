package dev.breakwater.format.npm;

import dev.breakwater.repository.BaseUrl;
import dev.breakwater.repository.Repository.Variants;
import dev.breakwater.repository.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document has two forms, and names the address that the client uses; a tarball is the same for all. */
final class NpmVariants implements Variants {
    /** The only one. */
    static final Variants ALL = new NpmVariants();

    private NpmVariants() {}

    @Override
    public List<String> headers() {
        return List.of("accept");
    }

    @Override
    public @Nullable String of(Request request) {
        String path = request.path();
        if (path.endsWith(".tgz") && path.contains("/-/")) {
            return "";
        }
        if (!request.query().isEmpty() || path.startsWith("-/")) {
            return null;
        }
        BaseUrl base = request.base();
        return base.known() ? AcceptedForm.of(request.header("Accept")).name() + " " + base.text() : null;
    }
}
