package dev.breakwater.format.npm.settings;

/** The registry of an installed npm, if there is one. */
@FunctionalInterface
public interface NpmEnv {
    /** No npm. */
    NpmEnv NONE = () -> new NpmAnswer.NoNpm("it was not run");

    /** Reads it; may start a program and take a while. */
    NpmAnswer ask() throws InterruptedException;

    /** The result. */
    sealed interface NpmAnswer {
        /** The registry that npm uses; {@code registry} is its output, which may be no URL. */
        record UsedRegistry(String registry) implements NpmAnswer {}

        /** There is none, or it failed; {@code why} completes "can't use npm's settings: …". */
        record NoNpm(String why) implements NpmAnswer {}
    }
}
