package dev.breakwater.format.go.settings;

import java.util.Map;

/** The settings of an installed go command, if there is one. */
@FunctionalInterface
public interface GoEnv {
    /** No go command. */
    GoEnv NONE = () -> new GoAnswer.NoGo("it was not run");

    /** Reads the settings; may start a program and take a while. */
    GoAnswer ask() throws InterruptedException;

    /** The result. */
    sealed interface GoAnswer {
        /**
         * Its settings.
         *
         * @param effective the variables' values, as in {@code go env}
         * @param defaults the default values: a value that differs was set by a user, as in {@code go env -changed}
         */
        record Known(Map<String, String> effective, Map<String, String> defaults) implements GoAnswer {}

        /** There is none, or it failed; {@code why} completes "can't use the go command's settings: …". */
        record NoGo(String why) implements GoAnswer {}
    }
}
