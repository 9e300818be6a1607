package dev.breakwater.format.go.settings;

import java.util.Map;

/** What the go command is set to, where there is one. */
@FunctionalInterface
public interface GoEnv {
    /** Nobody to ask. */
    GoEnv NONE = () -> new GoAnswer.NoGo("it was not asked");

    /** Asks; may start a program and take a while. */
    GoAnswer ask() throws InterruptedException;

    /** What it said. */
    sealed interface GoAnswer {
        /**
         * It answered.
         *
         * @param effective the variables' values, as {@code go env} has them
         * @param defaults the same as they would be if nobody had set anything: a value that differs was chosen, which is
         *     what {@code go env -changed} goes by
         */
        record Known(Map<String, String> effective, Map<String, String> defaults) implements GoAnswer {}

        /** There is none, or it did not answer; {@code why} completes "the go command was no help: …". */
        record NoGo(String why) implements GoAnswer {}
    }
}
