package dev.breakwater.admin;

import dev.breakwater.hook.HookHost;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The refresh of stored answers that may have changed: asks the upstreams again at once. Safe for many threads. */
public interface Refreshes {
    /**
     * Refreshes {@code module} in the background; {@code by} is the caller's name.
     *
     * @throws AdminException if there is no such repository, or the module's name is not valid
     */
    Refreshed refresh(String repository, String module, String by) throws AdminException;

    /**
     * Checks the head of a push hook of {@code host}.
     *
     * @throws AdminException if the head alone shows that it is not from {@code host}
     */
    void expect(HookHost host, Function<String, @Nullable String> headers) throws AdminException;

    /**
     * Handles a push hook of {@code host}.
     *
     * @param headers gives a header's value by its name, or null
     * @throws AdminException if it does not prove that it is from {@code host}, or is malformed
     */
    Refreshed pushed(HookHost host, Function<String, @Nullable String> headers, byte[] body) throws AdminException;
}
