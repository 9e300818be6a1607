package dev.breakwater.admin;

import dev.breakwater.hook.HookHost;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Has upstreams asked anew, at once, for what may have changed. Safe for many threads. */
public interface Refreshes {
    /**
     * Refreshes {@code module} in the background; {@code by} names who asked for it.
     *
     * @throws AdminException where there is no such repository, or it is no module's name
     */
    Refreshed refresh(String repository, String module, String by) throws AdminException;

    /**
     * Looks at the head of what a push hook of {@code host} sends.
     *
     * @throws AdminException where that alone shows that it is not from there
     */
    void expect(HookHost host, Function<String, @Nullable String> headers) throws AdminException;

    /**
     * Does what a push hook of {@code host} tells.
     *
     * @param headers gives a header's value by its name, or null
     * @throws AdminException where it does not prove that it is from there, or makes no sense
     */
    Refreshed pushed(HookHost host, Function<String, @Nullable String> headers, byte[] body) throws AdminException;
}
