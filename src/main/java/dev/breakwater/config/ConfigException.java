package dev.breakwater.config;

import java.util.List;
import java.util.stream.Collectors;

/** An invalid configuration, with every mistake found, in the order of their places. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Mistake> mistakes;

    ConfigException(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** Every mistake; at least one. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
