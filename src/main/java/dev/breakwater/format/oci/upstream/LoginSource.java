package dev.breakwater.format.oci.upstream;

/** Has the login for one registry, which may change. */
interface LoginSource {
    /**
     * The current login. Waits for a program, if need be.
     *
     * @throws LoginException if there is none
     */
    RegistryLogin ask() throws LoginException;

    /** Changes if the login may have changed; quick. */
    default Object state() {
        return "";
    }
}
